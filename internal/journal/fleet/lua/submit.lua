-- Takes inputs of a machine, each once and in order.
-- KEYS: state, inputs, sent, applied
-- ARGV: machine, the number before the first (0: whatever), then number and entry of each
-- Returns {1 or 0, the highest number there is}; 0: something before is missing, nothing was taken.
local machine, before = ARGV[1], tonumber(ARGV[2])
local sent = tonumber(redis.call('HGET', KEYS[3], machine) or '0')
local applied = tonumber(redis.call('HGET', KEYS[4], machine) or '0')
local highest = math.max(sent, applied)
if highest < before then
  return {0, highest}
end
for i = 3, #ARGV, 2 do
  local n = tonumber(ARGV[i])
  if n > highest then
    local id = redis.call('HINCRBY', KEYS[1], 'inputs', 1)
    redis.call('XADD', KEYS[2], string.format('%.0f', id) .. '-0', 'm', machine, 'n', ARGV[i], 'i', ARGV[i + 1])
    highest = n
  end
end
redis.call('HSET', KEYS[3], machine, string.format('%.0f', highest))
return {1, highest}
