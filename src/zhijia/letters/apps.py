from django.apps import AppConfig


class LettersConfig(AppConfig):
    """M: the official papers a union sends, their numbers, and its own Word templates."""

    name = "zhijia.letters"
    label = "letters"
    requires = ["kernel", "org", "people", "plans", "planreader", "papers"]

    def ready(self) -> None:
        from zhijia.letters import menu

        menu.add()
