-- Puts groups back that a machine has and Redis has lost. What is there already stays.
-- KEYS: state, facts, applied, epochs
-- ARGV: place of the first, epoch before it, then for each group: group, machine and number
--   of its input ('' and '0': none), epoch, the epoch before ('': it begins none)
-- Returns 'ok', or why not: 'led', 'place', 'epoch'.
local state = KEYS[1]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if tonumber(redis.call('HGET', state, 'until') or '0') > now then
  return 'led'
end
local place = tonumber(ARGV[1])
if tonumber(redis.call('HGET', state, 'head') or '0') ~= place - 1 then
  return 'place'
end
if (redis.call('HGET', state, 'epoch') or '') ~= ARGV[2] then
  return 'epoch'
end
for i = 3, #ARGV, 5 do
  local at = string.format('%.0f', place)
  redis.call('XADD', KEYS[2], at .. '-0', 'g', ARGV[i], 'e', ARGV[i + 3], 'p', ARGV[i + 4])
  if ARGV[i + 4] ~= '' then
    redis.call('HSET', KEYS[4], at, ARGV[i + 3])
    redis.call('HSET', state, 'epoch', ARGV[i + 3], 'epochplace', at)
  end
  local n = tonumber(ARGV[i + 2])
  if n > tonumber(redis.call('HGET', KEYS[3], ARGV[i + 1]) or '0') then
    redis.call('HSET', KEYS[3], ARGV[i + 1], ARGV[i + 2])
  end
  place = place + 1
end
redis.call('HSET', state, 'head', string.format('%.0f', place - 1))
return 'ok'
