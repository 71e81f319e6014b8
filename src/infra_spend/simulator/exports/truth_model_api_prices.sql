-- The price of a million tokens in every interval; the one that changes half way has two rows.
select
    model,
    token_kind,
    sku_id || '-' || token_kind as sku_id,
    cast(cast(price_ten_thousandths as decimal(22, 0)) * 0.0001 as decimal(18, 4))
        as list_price_per_million_tokens,
    'USD' as billing_currency,
    valid_from_date,
    valid_to_date,
    announced_at
from model_api_prices
order by model, token_kind, valid_from_date
