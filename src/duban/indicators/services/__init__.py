"""What can be done to indicators."""

from duban.indicators.services.definitions import define, redefine, retire
from duban.indicators.services.figures import record_observations, record_stream
from duban.indicators.services.filings import give_exception, move_filing, save_figures, set_deadline
from duban.indicators.services.rules import adopt_default_rule, retire_check_rule, set_check_rule, set_rule
from duban.indicators.services.samples import remove_samples
from duban.indicators.services.sources import agree
from duban.indicators.services.targets import pace_from_history, set_targets, split_target

__all__ = [
    "adopt_default_rule",
    "agree",
    "define",
    "give_exception",
    "move_filing",
    "pace_from_history",
    "record_observations",
    "record_stream",
    "redefine",
    "remove_samples",
    "retire",
    "retire_check_rule",
    "save_figures",
    "set_check_rule",
    "set_deadline",
    "set_rule",
    "set_targets",
    "split_target",
]
