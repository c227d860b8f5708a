"""`dedup config show`."""

import typer

from dedup.cli.commands.options import ConfigFile, Sets


def show_command(config_file: ConfigFile = None, sets: Sets = None) -> None:
    """Print the settings that a command would use, as TOML.

    What a file, the environment or --set chose says where it comes from.
    """
    from dedup.cli.settings_file import chosen_settings, settings_toml, with_settings
    from dedup.config import Config

    chosen = chosen_settings(config_file, sets or ())
    typer.echo(settings_toml(with_settings(Config(), chosen), chosen), nl=False)
