"""The pages behind articles: many feeds give a teaser, and the story stands on the page.

`decode` and `article` turn a page's bytes into its article.
"""
