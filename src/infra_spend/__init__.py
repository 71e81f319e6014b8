"""Infra Spend: the command line and the methods behind the dbt project of the same name."""
