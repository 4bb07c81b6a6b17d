// The load generator of `npm run bench:nodes`: measures how many joins a second LiveKit accepts, or how many packets it
// forwards. Its guests are real ones (signalling, ICE, DTLS, SRTP) on LiveKit's own SDK. It ends by itself and prints
// its result as one line of JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

const (
	opusBytes    = 80
	opusInterval = 10 * time.Millisecond
)

type place struct{ url, key, secret string }

type result struct {
	Joins    int64   `json:"joins"`
	Failed   int64   `json:"failed"`
	Sent     int64   `json:"sent"`
	Expected int64   `json:"expected"`
	Received int64   `json:"received"`
	Seconds  float64 `json:"seconds"`
}

func main() {
	at := place{key: os.Getenv("LIVEKIT_API_KEY"), secret: os.Getenv("LIVEKIT_API_SECRET")}
	flag.StringVar(&at.url, "url", "", "ws://127.0.0.1:7880")
	rooms := flag.Int("rooms", 8, "rooms at the same time")
	listeners := flag.Int("listeners", 5, "listeners in each room, besides the speaker")
	seconds := flag.Int("seconds", 10, "duration of the measurement")
	joins := flag.Bool("joins", false, "measure joins instead of packets")
	flag.Parse()
	lksdk.SetLogger(logger.GetDiscardLogger())

	measured := make(chan result, 1)
	if *joins {
		go func() { measured <- measureJoins(at, *rooms, *seconds) }()
	} else {
		go func() { measured <- measurePackets(at, *rooms, *listeners, *seconds) }()
	}
	select {
	case found := <-measured:
		_ = json.NewEncoder(os.Stdout).Encode(found)
	case <-time.After(time.Duration(*seconds+60) * time.Second):
		fmt.Fprintln(os.Stderr, "not done a minute after it should be")
		os.Exit(1)
	}
}

func (at place) join(room, identity string, callback *lksdk.RoomCallback, options ...lksdk.ConnectOption) (*lksdk.Room, error) {
	grant := &auth.VideoGrant{RoomJoin: true, Room: room}
	token, err := auth.NewAccessToken(at.key, at.secret).SetVideoGrant(grant).SetIdentity(identity).SetValidFor(time.Hour).ToJWT()
	if err != nil {
		return nil, err
	}
	return lksdk.ConnectToRoomWithToken(at.url, token, callback, options...)
}

// measureJoins counts joins. A join is complete when signalling and the media connection (ICE and DTLS) are
// established.
func measureJoins(at place, rooms, seconds int) result {
	var joins, failed atomic.Int64
	started := time.Now()
	end := started.Add(time.Duration(seconds) * time.Second)
	var all sync.WaitGroup
	for room := range rooms {
		all.Go(func() {
			for count := 0; time.Now().Before(end); count++ {
				guest, err := at.join(fmt.Sprintf("bench-%d", room), fmt.Sprintf("guest-%d-%d", room, count), &lksdk.RoomCallback{})
				if err != nil {
					failed.Add(1)
					continue
				}
				joins.Add(1)
				guest.Disconnect()
			}
		})
	}
	all.Wait()
	return result{Joins: joins.Load(), Failed: failed.Load(), Seconds: time.Since(started).Seconds()}
}

// measurePackets counts the packets that the listeners of each room receive from its speaker.
func measurePackets(at place, rooms, listeners, seconds int) result {
	var joins, failed, sent, received atomic.Int64
	var guests []*lksdk.Room
	var speaking []*lksdk.LocalTrack
	for room := range rooms {
		name := fmt.Sprintf("bench-%d", room)
		speaker, err := at.join(name, "speaker", &lksdk.RoomCallback{}, lksdk.WithAutoSubscribe(false))
		if err != nil {
			failed.Add(1)
			continue
		}
		guests = append(guests, speaker)
		track, err := lksdk.NewLocalTrack(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2})
		if err == nil {
			_, err = speaker.LocalParticipant.PublishTrack(track, &lksdk.TrackPublicationOptions{Name: "voice"})
		}
		if err != nil {
			failed.Add(1)
			continue
		}
		speaking = append(speaking, track)
		for listener := range listeners {
			hear := &lksdk.RoomCallback{ParticipantCallback: lksdk.ParticipantCallback{
				OnTrackSubscribed: func(remote *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
					for {
						if _, _, err := remote.ReadRTP(); err != nil {
							return
						}
						received.Add(1)
					}
				},
			}}
			guest, err := at.join(name, fmt.Sprintf("listener-%d", listener), hear)
			if err != nil {
				failed.Add(1)
				continue
			}
			joins.Add(1)
			guests = append(guests, guest)
		}
	}

	stop := make(chan struct{})
	var all sync.WaitGroup
	for _, track := range speaking {
		all.Go(func() {
			ticker := time.NewTicker(opusInterval)
			defer ticker.Stop()
			for {
				select {
				case <-stop:
					return
				case <-ticker.C:
					if track.WriteSample(media.Sample{Data: make([]byte, opusBytes), Duration: opusInterval}, nil) == nil {
						sent.Add(1)
					}
				}
			}
		})
	}
	// Waits until subscriptions and congestion control have settled. The messages tell the caller when to read CPU times.
	time.Sleep(3 * time.Second)
	fmt.Fprintln(os.Stderr, "begin")
	sentBefore, receivedBefore, started := sent.Load(), received.Load(), time.Now()
	time.Sleep(time.Duration(seconds) * time.Second)
	sentAfter, receivedAfter, took := sent.Load(), received.Load(), time.Since(started).Seconds()
	fmt.Fprintln(os.Stderr, "end")
	close(stop)
	all.Wait()
	for _, guest := range guests {
		guest.Disconnect()
	}
	return result{
		Joins: joins.Load(), Failed: failed.Load(),
		Sent: sentAfter - sentBefore, Expected: (sentAfter - sentBefore) * int64(listeners),
		Received: receivedAfter - receivedBefore, Seconds: took,
	}
}
