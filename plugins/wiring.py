"""What the plugins add to the application."""

from typing import Any

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated

from market.hookspecs import REGISTRY_KEY as MARKET_HOOKS
from plugins.declared import PARAMETERS
from plugins.facade import Hooks
from plugins.installed import Installed
from plugins.provider import Provider
from plugins.python_plugins import discover
from plugins.start import FOLDERS, FOUND, load_at_start, load_step, plugin_folders
from tongban.rules import IN_USE, REGISTRY_KEY


def includeme(config: Configurator) -> None:
    """Install the provider and the hooks by name, the reading of folders, and the pages."""
    settings: dict[str, Any] = config.get_settings()
    found = Installed(discover(), config.registry["tongban.reads"], config.registry[IN_USE])
    hooks = Hooks(found)
    config.registry[FOUND] = found
    config.registry[FOLDERS] = plugin_folders(settings, config.registry["tongban.site"].data_dir)
    config.registry[REGISTRY_KEY] = Provider(PARAMETERS, hooks)
    config.registry[MARKET_HOOKS] = hooks
    config.add_setup_step("rules", load_step, order=30)
    config.add_subscriber(load_at_start, ApplicationCreated)
    config.add_route("plugins.page", "/plugins")
    config.add_route("plugins.region", "/plugins/{region}")
    config.add_route("plugins.rule", "/plugins/{region}/{key}")
    config.scan("plugins.views")
    config.scan("plugins.api")
