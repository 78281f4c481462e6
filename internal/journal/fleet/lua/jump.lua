-- Sets the head of a log that has lost more than anybody can put back: what is before is
-- in a snapshot, or in nobody's hands.
-- KEYS: state, facts, applied, epochs, snapshot
-- ARGV: the head as it is, the head as it is to be, highest token known, snapshot (''
--   : none yet), how many epochs, place and name of each, then machine and number of what was applied
-- Returns 'ok', or why not: 'led', 'place'.
local state = KEYS[1]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if tonumber(redis.call('HGET', state, 'until') or '0') > now then
  return 'led'
end
if tonumber(redis.call('HGET', state, 'head') or '0') ~= tonumber(ARGV[1]) then
  return 'place'
end
redis.call('DEL', KEYS[2], KEYS[4])
local epoch, epochplace = '', '0'
local applied = 6 + 2 * tonumber(ARGV[5])
for i = 6, applied - 1, 2 do
  redis.call('HSET', KEYS[4], ARGV[i], ARGV[i + 1])
  epochplace, epoch = ARGV[i], ARGV[i + 1]
end
for i = applied, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > tonumber(redis.call('HGET', KEYS[3], ARGV[i]) or '0') then
    redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
  end
end
local token = math.max(tonumber(ARGV[3]), tonumber(redis.call('HGET', state, 'token') or '0'))
redis.call('HSET', state, 'head', ARGV[2], 'epoch', epoch, 'epochplace', epochplace,
  'token', string.format('%.0f', token), 'snapshot', '0')
redis.call('DEL', KEYS[5])
if ARGV[4] ~= '' then
  redis.call('SET', KEYS[5], ARGV[4])
  redis.call('HSET', state, 'snapshot', ARGV[2])
end
return 'ok'
