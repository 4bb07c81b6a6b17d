// A network link on which every packet takes a while, for `npm run bench:lobby`. It consists of two TUN interfaces,
// `near` and `far`: what arrives at one leaves the other after the delay, whatever the protocol. (Linux's own netem
// is missing in many containers.)
//
// The program prints `ready` when both interfaces exist. Each line of its input sets the delay in each direction, such
// as `40ms`; it answers with `set`, and ends with its input.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// From <linux/if_tun.h>.
const (
	tunSetInterface = 0x400454ca
	tunWithoutInfo  = 0x1001
)

// Packets that are under way at most. Others are lost, as on a real link.
const capacity = 20000

type packet struct {
	due  time.Time
	data []byte
}

var delay atomic.Int64

func main() {
	near, far := open("near"), open("far")
	go carry(near, far)
	go carry(far, near)
	fmt.Println("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		wanted, err := time.ParseDuration(lines.Text())
		if err != nil {
			fail(err)
		}
		delay.Store(int64(wanted))
		fmt.Println("set")
	}
}

// Creates a TUN interface and returns its file descriptor.
func open(name string) int {
	device, err := syscall.Open("/dev/net/tun", syscall.O_RDWR, 0)
	if err != nil {
		fail(fmt.Errorf("/dev/net/tun: %w", err))
	}
	var request struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:], name)
	request.flags = tunWithoutInfo
	_, _, errno := syscall.Syscall(
		syscall.SYS_IOCTL, uintptr(device), tunSetInterface, uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		fail(fmt.Errorf("interface %s: %w", name, errno))
	}
	return device
}

// Carries all packets from one interface to the other, in their order.
func carry(from, to int) {
	underWay := make(chan packet, capacity)
	go func() {
		for next := range underWay {
			time.Sleep(time.Until(next.due))
			// An interface that is not up yet refuses packets, and such a packet is lost.
			_, _ = syscall.Write(to, next.data)
		}
	}()
	buffer := make([]byte, 65536)
	for {
		size, err := syscall.Read(from, buffer)
		if err != nil {
			// The interface is not up yet.
			time.Sleep(time.Millisecond)
			continue
		}
		data := append([]byte(nil), buffer[:size]...)
		select {
		case underWay <- packet{time.Now().Add(time.Duration(delay.Load())), data}:
		default:
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
