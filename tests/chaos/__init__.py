"""Chaos: the bot killed again and again while both platforms fail, and an auditor who compares afterwards.

`python -m tests.chaos --seed 7 --kills 60` runs it; the last line is JSON, and the exit code is 1 unless
nothing was lost, repeated or out of order. `press` invents the stories, `weather` draws what goes wrong,
`platform` is a platform in a process of its own (`slack`, `discord`) with its `ledger`, `naive` is the
control, `house` sets the bot up, `life` starts and kills it, `run` does it all, `audit` judges, `stall`
measures waiting, `points` kills at named steps. docs/chaos.md tells more.
"""
