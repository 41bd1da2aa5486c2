"""Option ``--fail-on-skip``: a run in which a test was skipped, or expected to fail, has failed."""

import pytest

SILENT = ("skipped", "xfailed", "xpassed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="fail when a test was skipped or xfailed")


def skipped(config: pytest.Config) -> list[str]:
    """The tests of this run that did not really run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [report.nodeid for outcome in SILENT for report in reporter.stats.get(outcome, ())]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if config.getoption("--fail-on-skip") and not hasattr(config, "workerinput") and skipped(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--fail-on-skip") and (names := skipped(config)):
        terminalreporter.section("skipped tests fail this run", red=True)
        for name in names:
            terminalreporter.line(name)
