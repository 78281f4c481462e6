-- Says that a machine is alive, tells how the log stands, and hands out or renews the lease.
-- KEYS: state, members, sent, applied
-- ARGV: machine, its place, highest token it knows, lease in ms, ms without a beat after
--   which a machine is lost, 1 = wants the lease, the token it holds (0: none)
-- Returns {token or 0, leader, ms that its lease still has, head, epoch at the head, place
--   of that epoch, highest input of this machine, place of the snapshot, {machine, place, …}}
local state, members = KEYS[1], KEYS[2]
local machine, place, known = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local ttl, lost, want, held = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6] == '1', tonumber(ARGV[7])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function text(number) return string.format('%.0f', number) end
local function number(field) return tonumber(redis.call('HGET', state, field) or '0') end

-- A Redis that nobody has spoken to for a while knows nobody: all may first say what they have.
local silence = now - number('seen')
if silence > ttl or silence < -ttl then
  redis.call('HSET', state, 'born', text(now))
end
redis.call('HSET', state, 'seen', text(now))
redis.call('HSET', members, machine, text(now) .. ':' .. text(place))

local alive, highest = {}, place
local all = redis.call('HGETALL', members)
for i = 1, #all, 2 do
  local at, folded = string.match(all[i + 1], '^(%d+):(%d+)$')
  if math.abs(now - tonumber(at)) <= lost then
    alive[#alive + 1] = all[i]
    alive[#alive + 1] = folded
    highest = math.max(highest, tonumber(folded))
  end
end

local head, token = number('head'), number('token')
local holder = redis.call('HGET', state, 'holder') or ''
local ends = math.min(number('until'), now + ttl)
local granted = 0
if held > 0 and held == token and holder == machine and ends > now then
  granted = token
elseif want and held == 0 and (ends <= now or holder == machine)
    and now >= number('born') + ttl and place == head and highest <= head then
  granted = math.max(token, known) + 1
end
if granted > 0 then
  token, holder, ends = granted, machine, now + ttl
  redis.call('HSET', state, 'token', text(token), 'holder', machine, 'until', text(ends))
end
if ends <= now then
  holder = ''
end
local sent = math.max(tonumber(redis.call('HGET', KEYS[3], machine) or '0'),
  tonumber(redis.call('HGET', KEYS[4], machine) or '0'))
return {granted, holder, math.max(ends - now, 0), head, redis.call('HGET', state, 'epoch') or '',
  number('epochplace'), sent, number('snapshot'), alive}
