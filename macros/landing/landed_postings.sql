{#
    Which deliveries count in which month: a list of the dicts of landed_deliveries() with
    posting_period and posting_sign added, each delivery and posting period once.

    A delivery counts in its own month while the month is open, and if it was current when the month
    was closed. What arrives for a closed month is posted in the month that was open then: the new
    state is added there and the old one taken back.

    deliveries, steps: what landed_deliveries() and landed_steps() returned; following: names of the
    tables that a close holds; restated: of those, the tables whose later deliveries are posted.
#}
{% macro landed_postings(deliveries, steps, following, restated) %}
    {% set postings = [] %}
    {% set end = '99991231T235959Z' %}
    {% for _, of_month in deliveries | selectattr('is_seen') | groupby('month_key') %}
        {% set month = of_month[0].billing_period %}
        {% set closed = closed_since(steps, month, end) if of_month[0].table_name in following %}
        {% set booked = current_deliveries(of_month, closed or end) %}
        {% for delivery in booked %}
            {% do postings.append(dict(delivery, posting_period=month, posting_sign=1)) %}
        {% endfor %}
        {% if closed and of_month[0].table_name in restated %}
            {% do postings.extend(postings_after_close(of_month, booked, closed, steps)) %}
        {% endif %}
    {% endfor %}
    {{ return(postings) }}
{% endmacro %}

{% macro postings_after_close(of_month, booked, closed, steps) %}
    {% set state = namespace(before=booked) %}
    {% set signs = {} %}
    {% for delivery in of_month if delivery.delivery > closed %}
        {% set after = current_deliveries(of_month, delivery.delivery) %}
        {% set month = first_open_period(steps, delivery.billing_period, delivery.delivery) %}
        {% for gone in state.before if gone not in after %}
            {% do signs.update({(month, gone.delivery): signs.get((month, gone.delivery), 0) - 1}) %}
        {% endfor %}
        {% for come in after if come not in state.before %}
            {% do signs.update({(month, come.delivery): signs.get((month, come.delivery), 0) + 1}) %}
        {% endfor %}
        {% set state.before = after %}
    {% endfor %}
    {% set postings = [] %}
    {% for delivery in of_month %}
        {% for (month, stamp), sign in signs.items() if stamp == delivery.delivery and sign != 0 %}
            {% do postings.append(dict(delivery, posting_period=month, posting_sign=sign)) %}
        {% endfor %}
    {% endfor %}
    {{ return(postings) }}
{% endmacro %}
