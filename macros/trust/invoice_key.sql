{# The key of an invoice: its issuer, id, account, month and currency. An id alone is not enough,
   because issuers have been seen to use one twice. `invoices` is the alias whose columns are read. #}
{% macro invoice_key(invoices) -%}
    md5(concat(
        {{ invoices }}.invoice_issuer_name, '|',
        coalesce({{ invoices }}.invoice_id, ''), '|',
        coalesce({{ invoices }}.billing_account_id, ''), '|',
        cast({{ invoices }}.billing_month as {{ dbt.type_string() }}), '|',
        coalesce({{ invoices }}.billing_currency, '')
    ))
{%- endmacro %}
