package dip

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// serve runs a server and gives a client and the server's address.
func serve(t *testing.T, handler http.HandlerFunc) (*Client, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	client := New()
	t.Cleanup(func() {
		client.Close()
		server.CloseClientConnections()
		server.Close()
	})
	return client, server.URL
}

func says(kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, text)
	}
}

func TestFetch(t *testing.T) {
	for method, body := range map[string]string{http.MethodGet: "", http.MethodPost: `{"area":"0451"}`} {
		t.Run(method, func(t *testing.T) {
			client, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				sent, err := io.ReadAll(r.Body)
				if err != nil || r.Method != method || string(sent) != body || r.Header.Get("Accept") != "application/json" {
					http.Error(w, "not as expected", http.StatusBadRequest)
					return
				}
				says("application/json; charset=utf-8", `{"open":true,"orders":[1,"二"]}`)(w, r)
			})
			answer, err := client.Fetch(t.Context(), Request{Method: method, URL: address + "/x", Body: body})
			require.NoError(t, err)
			require.Equal(t, Answer{Status: 200, Data: map[string]any{"open": true, "orders": []any{1.0, "二"}}}, answer)
		})
	}
}

func TestFetchFollowsTheSameServer(t *testing.T) {
	client, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusFound)
			return
		}
		says("application/problem+json", `"here"`)(w, r)
	})
	answer, err := client.Fetch(t.Context(), Request{Method: http.MethodGet, URL: address + "/old"})
	require.NoError(t, err)
	require.Equal(t, "here", answer.Data)
}

func TestFetchFails(t *testing.T) {
	const number = "13800138000"
	redirect := func(to func(*http.Request) string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to(r), http.StatusFound) }
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		status  int
		says    string
	}{
		"an error":         {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }, 418, "it answers 418"},
		"no JSON":          {says("application/json", "sorry"), 200, "its answer is not JSON"},
		"two values":       {says("application/json", "1 2"), 200, "its answer is not JSON"},
		"nothing":          {says("application/json", ""), 200, "its answer is not JSON"},
		"a page":           {says("text/html", "{}"), 200, "Content-Type"},
		"too long":         {says("application/json", `"`+strings.Repeat("x", mostBytes)+`"`), 200, "longer than 16 kB"},
		"another server":   {redirect(func(*http.Request) string { return "http://192.0.2.1/" + number }), 0, "redirects to another server"},
		"another scheme":   {redirect(func(r *http.Request) string { return "https://" + r.Host }), 0, "redirects to another server"},
		"round and round":  {redirect(func(r *http.Request) string { return r.URL.Path }), 0, "redirects too often"},
		"nowhere":          {redirect(func(*http.Request) string { return "http://[" + number }), 0, "redirects to no address"},
		"it hangs up":      {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, "EOF"},
		"half of the text": {short, 200, "breaks off"},
	} {
		t.Run(name, func(t *testing.T) {
			client, address := serve(t, c.handler)
			answer, err := client.Fetch(t.Context(), Request{Method: http.MethodGet, URL: address + "/" + number + "?caller=" + number})
			require.ErrorContains(t, err, c.says)
			require.Equal(t, Answer{Status: c.status}, answer)
			require.NotContains(t, err.Error(), number, "no number goes into a log")
			require.Contains(t, err.Error(), strings.TrimPrefix(address, "http://"))
		})
	}
}

// short promises more than it says.
func short(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "100")
	_, _ = fmt.Fprint(w, `{"a":`)
}

func TestFetchIsBounded(t *testing.T) {
	asked := make(chan struct{})
	client, address := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	_, err := client.Fetch(ctx, Request{Method: http.MethodGet, URL: address})
	require.ErrorIs(t, err, context.Canceled)
}

func TestFetchUsesNoProxyOfTheEnvironment(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://192.0.2.1:1")
	require.Nil(t, New().http.Transport.(*http.Transport).Proxy)
}

func TestFetchRefuses(t *testing.T) {
	for _, r := range []Request{
		{Method: "GET", URL: "ftp://example.org/13800138000"},
		{Method: "GET", URL: "example.org/13800138000"},
		{Method: "GET", URL: "http:///13800138000"},
		{Method: "GET", URL: "http://example.org/%zz13800138000"},
		{Method: "DELETE", URL: "http://example.org/13800138000"},
	} {
		_, err := New().Fetch(t.Context(), r)
		require.Error(t, err, r.URL)
		require.NotContains(t, err.Error(), "13800138000")
	}
}
