"""The Securities and Exchange Commission: how it wants to be asked, and which companies it knows.

Filings (`bot.sources.edgar`) and figures (`bot.prices.size`) come from it. It counts the requests of both
together, so both ask through here.
"""
