package plain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	require.Equal(t, "哈尔滨 8001?[31m?", Text("哈尔滨 8001\x1b[31m\n"))
	require.Empty(t, Text(""))
	require.Equal(t, "-", Cell(""))
	require.Equal(t, "a?b", Cell("a\tb"))
}
