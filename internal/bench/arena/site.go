package arena

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// greeting is what callers hear first where there is a greeting: under a second, since both
// sides play it alike.
const greeting = "您好。"

// writeTree writes the hotline's tree: so many seats, of which so many serve the queue.
func writeTree(dir string, seats, serve int) error {
	var b strings.Builder
	b.WriteString("seats:\n")
	for i := range seats {
		queue := "advice"
		if i >= serve {
			queue = "other"
		}
		fmt.Fprintf(&b, "  \"%s\": {name: 座席%d, queues: [bench/%s]}\n", seat(i), i+1, queue)
	}
	fmt.Fprintf(&b, "fallback: [\"%s\"]\n", seat(0))
	return errors.Join(
		os.MkdirAll(filepath.Join(dir, "centres"), 0o700),
		os.MkdirAll(filepath.Join(dir, "flows"), 0o700),
		write(dir, "seats.yaml", b.String()),
		write(dir, "trunks.yaml", fmt.Sprintf(`trunks:
  carrier:
    match: [127.0.0.2]
    centre: bench
    numbers:
      "%s": {centre: bench, flow: direct}
      "%s": {centre: bench, flow: greeted}
`, hotlineNumber, greetedNumber)),
		write(dir, "centres/bench.yaml", `centre: bench
title: 性能测试
tier: city
area: "0451"
entry: direct
queues:
  advice: {ring: 30s, wrap-up: 0s}
  other: {ring: 30s, wrap-up: 0s}
`),
		write(dir, "flows/direct.yaml", `flow: direct
title: 直接排队
start: wait
steps:
  wait: {queue: advice, announce: none}
`),
		write(dir, "flows/greeted.yaml", fmt.Sprintf(`flow: greeted
title: 问候，然后排队
start: greet
steps:
  greet: {say: %s, then: wait}
  wait: {queue: advice, announce: none}
`, greeting)),
	)
}

func write(dir, name, text string) error {
	return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)
}

// queuesConf is app_queue as quick as it can be set: the same members, the same strategy,
// nothing announced, every idle member rung at once, and the shortest pause between two
// looks that it knows. Without members there is no queue.
func queuesConf(members int) string {
	var b strings.Builder
	b.WriteString(`[general]
persistentmembers = no
autofill = yes
shared_lastcall = no
`)
	if members == 0 {
		return b.String()
	}
	b.WriteString(`
[bench]
strategy = leastrecent
autofill = yes
ringinuse = no
timeout = 30
retry = 1
wrapuptime = 0
musicclass = default
joinempty = yes
leavewhenempty = no
announce-frequency = 0
announce-holdtime = no
announce-position = no
periodic-announce-frequency = 0
reportholdtime = no
`)
	for i := range members {
		fmt.Fprintf(&b, "member => PJSIP/%s,0,%s,PJSIP/%s\n", seat(i), seat(i), seat(i))
	}
	return b.String()
}

// extensions are what the other contenders need, added to the trunk's.
func extensions(greeting string) string {
	return fmt.Sprintf(`
[from-trunk](+)
exten => %s,1,Queue(bench)
 same => n,Hangup()
exten => %s,1,Playback(%s)
 same => n,Queue(bench)
 same => n,Hangup()
exten => %s,1,Answer()
 same => n,Queue(bench)
 same => n,Hangup()
exten => _%sXXXXX,1,Dial(PJSIP/${EXTEN:%d})
 same => n,Hangup()
`, queueNumber, greetedQueueNumber, greeting, answeredQueueNumber, dialPrefix, len(dialPrefix))
}

// freeMembers counts the members that app_queue would ring, by what "queue show" says.
func freeMembers(said string) int { return strings.Count(said, "(Not in use)") }

// readySeats counts the seats that the engine would ring, by its metrics.
func readySeats(metrics string) (n int) {
	for line := range strings.SplitSeq(metrics, "\n") {
		if strings.HasPrefix(line, "hotline_seats{") && strings.Contains(line, `state="ready"`) {
			var count int
			if _, err := fmt.Sscan(line[strings.LastIndex(line, " ")+1:], &count); err == nil {
				n += count
			}
		}
	}
	return n
}
