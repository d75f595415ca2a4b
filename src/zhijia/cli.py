"""The command `zhijia`. Each subcommand is imported only when called, so that `plan read` starts at once."""


def main() -> None:
    raise SystemExit("soon")
