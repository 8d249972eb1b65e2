"""Why there is no line, on its way up: raised where the doubt is, and turned into an answer at the top."""

from bot.domain.price import NoLine


class Doubted(Exception):
    """There is no line, and `why`."""

    def __init__(self, why: NoLine) -> None:
        super().__init__(why.value)
        self.why = why
