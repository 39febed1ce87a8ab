-- Notes a pause, unless a longer one is noted.
--
-- KEYS: the pause. ARGV: its milliseconds.

local milliseconds = tonumber(ARGV[1])
if redis.call('PTTL', KEYS[1]) < milliseconds then
  redis.call('SET', KEYS[1], 1, 'PX', milliseconds)
end
