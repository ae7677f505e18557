"""hacfg: plan/apply for the high availability of FortiMail units."""

__version__ = "0.1.0"
