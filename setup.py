"""Packaging of tongban: what is installed, its entry points, and the pinned floor of its libraries.

Exact versions of everything that is shipped stand in ``requirements.txt``; this file names only what
the code itself imports.
"""

from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent

setup(
    name="tongban",
    version="0.1.0",
    description="Online trading of intermediary services and whole-process agency for Chinese counties",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    package_data={
        "": ["data/**/*", "templates/**/*", "static/**/*", "fonts/*", "bundled/*", "migrations/**/*"]
    },
    python_requires=">=3.11",
    packages=find_packages(include=["tongban*", "search_index*", "market*", "agency*", "plugins*"]),
    install_requires=[
        "SQLAlchemy>=2.0.44,<2.1",
        "WebOb>=1.8.11",
        "Whoosh-Reloaded>=2.7.5",
        "a2wsgi>=1.10",
        "alembic>=1.18",
        "argon2-cffi>=25.1",
        "cel-expr-python>=0.1.3",
        "chinesecalendar>=1.11",
        "click>=8.1",
        "colander>=2.0",
        "cryptography>=45",
        "deform>=3.0.1",
        "email-validator>=2.2",
        "filetype>=1.2",
        "fonttools>=4.55",
        "granian>=2.8; platform_system != 'Windows'",
        "isodate>=0.7",
        "jieba>=0.42.1",
        "plaster_pastedeploy>=1.0",
        "pluggy>=1.7",
        "prometheus-client>=0.22",
        "psycopg[binary]>=3.3",
        "pyramid>=2.1",
        "pyramid_jinja2>=2.10",
        "pyramid_retry>=2.1",
        "pyramid_tm>=2.6",
        "python-stdnum>=2.2",
        "rfc8785>=0.1.4",
        "segno>=1.6",
        "setuptools<81",
        "transaction>=5",
        "typst>=0.15",
        "tzdata>=2025.2",
        "waitress>=3.0",
        "zope.sqlalchemy>=4.1",
    ],
    entry_points={
        "paste.app_factory": ["main = tongban.app:main"],
        "console_scripts": ["tongban = tongban.cli:main"],
        "paste.server_runner": ["waitress = tongban.arrival.waitress:serve_paste"],
        "tongban.plugins": ["liuyang = plugins.liuyang:Liuyang"],
        "tongban.commands": [
            "audit = tongban.audit.cli:audit_group",
            "draw = market.selection.cli:draw_group",
            "export = tongban.cli.export:export",
            "index = search_index.cli:index",
            "init = tongban.cli.init:init",
            "plugin = plugins.cli:plugin",
            "receipt = tongban.receipts.cli:receipt_group",
            "selection = market.selection.cli:selection_group",
            "serve = tongban.arrival.serve:serve",
            "token = tongban.tokens.cli:token_group",
            "user = tongban.accounts.cli:user_group",
            "workday = tongban.calendar.cli:workday",
            "worker = tongban.cli.worker:worker",
        ],
        "tongban.exports": ["selections = market.opening.export:selections"],
    },
)
