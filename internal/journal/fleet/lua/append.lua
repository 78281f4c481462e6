-- Puts groups on record, all or none, if the one who asks leads.
-- KEYS: state, facts, applied, epochs, inputs
-- ARGV: machine, token, place of the first, last input that was looked at, then for each
--   group: group, machine and number of its input ('' and '0': none), epoch, the epoch before
--   ('': it begins none)
-- Returns 'ok', or why not: 'fenced', 'place', 'epoch', 'twice'.
local state = KEYS[1]
if redis.call('HGET', state, 'holder') ~= ARGV[1] or redis.call('HGET', state, 'token') ~= ARGV[2] then
  return 'fenced'
end
local place = tonumber(ARGV[3])
if tonumber(redis.call('HGET', state, 'head') or '0') ~= place - 1 then
  return 'place'
end
local epoch, applied = redis.call('HGET', state, 'epoch') or '', {}
for i = 5, #ARGV, 5 do
  local machine, n = ARGV[i + 1], tonumber(ARGV[i + 2])
  if n > 0 then
    local last = applied[machine] or tonumber(redis.call('HGET', KEYS[3], machine) or '0')
    if n <= last then
      return 'twice'
    end
    applied[machine] = n
  end
  if ARGV[i + 4] ~= '' and ARGV[i + 4] ~= epoch and not (ARGV[i + 4] == '-' and epoch == '') then
    return 'epoch'
  end
  if ARGV[i + 4] ~= '' then
    epoch = ARGV[i + 3]
  elseif ARGV[i + 3] ~= epoch then
    return 'epoch'
  end
end
for i = 5, #ARGV, 5 do
  local at = string.format('%.0f', place)
  redis.call('XADD', KEYS[2], at .. '-0', 'g', ARGV[i], 'e', ARGV[i + 3], 'p', ARGV[i + 4])
  if ARGV[i + 4] ~= '' then
    redis.call('HSET', KEYS[4], at, ARGV[i + 3])
    redis.call('HSET', state, 'epoch', ARGV[i + 3], 'epochplace', at)
  end
  place = place + 1
end
for machine, n in pairs(applied) do
  redis.call('HSET', KEYS[3], machine, string.format('%.0f', n))
end
redis.call('HSET', state, 'head', string.format('%.0f', place - 1), 'cursor', ARGV[4])
redis.call('XTRIM', KEYS[5], 'MINID', string.format('%.0f', tonumber(ARGV[4]) + 1))
return 'ok'
