// The benchmark's Go loader on cilium/ebpf: what a user of cilium/ebpf would write. "loader 0|1": attaches every program of the
// object of that number, says so on standard error, and counts what arrives in the ring buffer until SIGTERM or SIGINT.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"
	"github.com/cilium/ebpf/ringbuf"
)

//go:embed start.bpf.o
var startObject []byte

//go:embed drain.bpf.o
var drainObject []byte

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "cilium:", err)
		os.Exit(1)
	}
}

func run() error {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)

	object := startObject
	if len(os.Args) > 1 && os.Args[1] == "1" {
		object = drainObject
	}
	spec, err := ebpf.LoadCollectionSpecFromReader(bytes.NewReader(object))
	if err != nil {
		return err
	}
	collection, err := ebpf.NewCollection(spec)
	if err != nil {
		return err
	}
	defer collection.Close()
	for name, program := range collection.Programs {
		group, tracepoint, _ := strings.Cut(strings.TrimPrefix(spec.Programs[name].SectionName, "tracepoint/"), "/")
		attached, err := link.Tracepoint(group, tracepoint, program, nil)
		if err != nil {
			return err
		}
		defer attached.Close()
	}
	reader, err := ringbuf.NewReader(collection.Maps["EVENTS"])
	if err != nil {
		return err
	}
	go func() {
		<-stop
		reader.Close()
	}()

	fmt.Fprintf(os.Stderr, "cilium: attached %d programs\n", len(collection.Programs))
	samples := uint64(0)
	var record ringbuf.Record
	for {
		if err := reader.ReadInto(&record); err != nil {
			if !errors.Is(err, ringbuf.ErrClosed) {
				return err
			}
			fmt.Fprintf(os.Stderr, "cilium: %d samples\n", samples)
			return nil
		}
		if len(record.RawSample) >= 8 {
			samples++
		}
	}
}
