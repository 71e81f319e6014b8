"""The engines that need preparing before dbt can connect to them."""
