package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"hotline/internal/probe"
)

// metricsServer serves the metrics of test calls; nil serves nobody.
type metricsServer struct {
	http  http.Server
	at    string
	ended chan struct{}
}

// metrics are those of the calls, served if somebody wants to listen.
func (c probeCmd) metrics(ctx context.Context, probes []probe.Probe, log *slog.Logger) (*probe.Metrics, *metricsServer, error) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	metrics := probe.NewMetrics(registry, probes)
	if c.Listen == "" {
		return metrics, nil, nil
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, nil, fmt.Errorf("--listen: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "alive") })
	s := &metricsServer{
		http:  http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute},
		at:    listener.Addr().String(),
		ended: make(chan struct{}),
	}
	go func() {
		defer close(s.ended)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the metrics cannot be asked for any more", "error", err)
		}
	}()
	return metrics, s, nil
}

// addr is where it listens; empty if it does not.
func (s *metricsServer) addr() string {
	if s == nil {
		return ""
	}
	return s.at
}

func (s *metricsServer) stop() {
	if s == nil {
		return
	}
	_ = s.http.Close() // who asks now gets nothing
	<-s.ended
}
