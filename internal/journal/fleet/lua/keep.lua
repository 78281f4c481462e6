-- Keeps a snapshot and trims the facts that nobody needs any more.
-- KEYS: state, facts, snapshot
-- ARGV: place of the snapshot, snapshot, epoch at its place, the first fact to be kept
-- Returns 'ok', or why not: 'old', 'place', 'epoch'.
local state, place = KEYS[1], tonumber(ARGV[1])
if place <= tonumber(redis.call('HGET', state, 'snapshot') or '0') then
  return 'old'
end
if place > tonumber(redis.call('HGET', state, 'head') or '0') then
  return 'place'
end
if tonumber(redis.call('HGET', state, 'epochplace') or '0') <= place and (redis.call('HGET', state, 'epoch') or '') ~= ARGV[3] then
  return 'epoch'
end
redis.call('SET', KEYS[3], ARGV[2])
redis.call('HSET', state, 'snapshot', ARGV[1])
if tonumber(ARGV[4]) > 1 then
  redis.call('XTRIM', KEYS[2], 'MINID', ARGV[4])
end
return 'ok'
