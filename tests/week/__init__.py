"""A week of polling in accelerated time: invented publishers with every bad habit, the real bot, an auditor.

`python -m tests.week --seed 7` runs it; the last line is JSON, and the exit code is 1 unless nothing was
missed, repeated, or alerted though it was old. `habits` and `troubles` draw what is wrong with a publisher,
`publisher` keeps its items and what it truly published when, `paper` prints them as a feed, `press` serves
them over real HTTP, `house` is the bot under a clock that is moved by hand, `run` moves it, `audit` judges.
"""
