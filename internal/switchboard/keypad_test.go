package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKeypad(t *testing.T) {
	codes := map[string]string{"*1": "hold", "*2": "consult", "*4": "transfer", "**": "confidential", "*#": "machine"}
	for keys, want := range map[string][]string{
		"*1":                         {"hold"},
		"1":                          nil,
		"#":                          nil,
		"12*1":                       {"hold"},
		"*1*1":                       {"hold", "hold"},
		"**":                         {"confidential"},
		"*#":                         {"machine"},
		"*9*1":                       {"hold"}, // there is no *9
		"*28002#":                    {"consult 8002"},
		"*2#":                        {"consult"}, // of nobody: the seat is told so
		"*2#8002#":                   {"consult"},
		"*280*48002#":                {"transfer 8002"}, // a slip: from the beginning
		"*2123456789012345678901#":   nil,               // too long
		"*21234567890123456789012*1": {"hold"},
		"*2":                         nil,
	} {
		var k keypad
		var got []string
		for i, key := range []byte(keys) {
			act, digits := k.press(int64(i), key, codes)
			if digits != "" {
				act += " " + digits
			}
			if act != "" {
				got = append(got, act)
			}
		}
		require.Equal(t, want, got, keys)
	}
}

// What was begun long ago was meant for something else.
func TestKeypadForgets(t *testing.T) {
	codes := map[string]string{"*1": "hold"}
	var k keypad
	k.press(0, '*', codes)
	act, _ := k.press(keypadPause+1, '1', codes)
	require.Empty(t, act)
	k.press(keypadPause+2, '*', codes)
	act, _ = k.press(2*keypadPause+2, '1', codes)
	require.Equal(t, "hold", act)
}
