-- Gives the lease back.
-- KEYS: state
-- ARGV: machine, token
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] and redis.call('HGET', KEYS[1], 'token') == ARGV[2] then
  redis.call('HSET', KEYS[1], 'holder', '', 'until', '0')
end
return 'ok'
