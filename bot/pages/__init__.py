"""The pages behind articles: many feeds give a teaser, and the story stands on the page.

`pages` goes there as a guest: `robots` says what a site lets programs read, `pace` keeps a pause between two
pages of a host, `shelf` keeps what was read. `apart` asks the process of `worker` for the article: `decode`
makes text of the bytes, `declared` reads what the page says to machines, `main_part` finds the text where
nothing better is installed, `article` and `extract` choose. `complete` adds what was found to the article.

Nothing is imported here: `outlay read` needs `article` alone, and starts without the way out to the web.
"""
