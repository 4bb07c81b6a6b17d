package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"
)

// The guests of `npm run bench:large`, who come in by the same door as the app's: a token from the token endpoint, then
// LiveKit's signalling at the same address.
type arrival struct {
	origin       string
	first, rooms int
	// Guests in each room. The first ones of them have their camera on; all have a microphone.
	guests, cameras int
	atOnce          int
}

type arrived struct {
	Joined   int            `json:"joined"`
	AllMs    int64          `json:"allMs"`
	MedianMs int64          `json:"medianMs"`
	P95Ms    int64          `json:"p95Ms"`
	Refused  map[string]int `json:"refused"`
}

// visit lets the guests of all rooms join, prints the result as one line of JSON, and then the number of media packets that
// all of them have received, each second, until it is stopped.
func visit(stopped context.Context, to arrival, recordings []recording) error {
	var packets atomic.Int64
	var mutex sync.Mutex
	var rooms []*lksdk.Room
	var times []time.Duration
	refused := map[string]int{}
	defer func() {
		for _, room := range rooms {
			room.Disconnect()
		}
	}()
	start := time.Now()
	places := make(chan struct{}, to.atOnce)
	var all sync.WaitGroup
	for guest := range to.guests {
		for number := range to.rooms {
			places <- struct{}{}
			all.Go(func() {
				defer func() { <-places }()
				began := time.Now()
				room, err := to.enter(fmt.Sprintf("large-%d", to.first+number), guest, &packets)
				took := time.Since(began)
				if err == nil {
					voice := &voice{turn: guest, people: to.guests, start: start, dtx: true}
					err = to.send(room, guest, recordings, voice)
				}
				mutex.Lock()
				defer mutex.Unlock()
				if room != nil {
					rooms = append(rooms, room)
				}
				if err != nil {
					refused[err.Error()]++
					return
				}
				times = append(times, took)
			})
		}
	}
	all.Wait()
	found := arrived{Joined: len(times), AllMs: time.Since(start).Milliseconds(), Refused: refused}
	if slices.Sort(times); len(times) > 0 {
		found.MedianMs = times[len(times)/2].Milliseconds()
		found.P95Ms = times[len(times)*95/100].Milliseconds()
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		return err
	}
	fmt.Println("ready")
	for {
		select {
		case <-stopped.Done():
			return nil
		case <-time.After(time.Second):
			fmt.Printf("packets %d\n", packets.Load())
		}
	}
}

// enter asks for a token and joins. A join ends when the media connection is there.
func (to arrival) enter(name string, guest int, packets *atomic.Int64) (*lksdk.Room, error) {
	token, err := to.token(name, guest)
	if err != nil {
		return nil, err
	}
	callback := &lksdk.RoomCallback{ParticipantCallback: lksdk.ParticipantCallback{
		OnTrackPublished: func(publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
			small(publication)
		},
		OnTrackSubscribed: func(track *webrtc.TrackRemote, publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
			small(publication)
			for {
				if _, _, err := track.ReadRTP(); err != nil {
					return
				}
				packets.Add(1)
			}
		},
	}}
	return lksdk.ConnectToRoomWithToken("ws"+strings.TrimPrefix(to.origin, "http"), token, callback,
		lksdk.WithInterceptors([]interceptor.Factory{temporalFactory{}}), lksdk.WithIncludeDefaultInterceptors(true))
}

// send publishes the guest's microphone, and the camera of the first guests of a room.
func (to arrival) send(room *lksdk.Room, guest int, recordings []recording, voice *voice) error {
	if guest < to.cameras {
		return publish(room, recordings, voice)
	}
	return speak(room, voice)
}

// small asks for the lowest layer of a video, as the app does for a small tile.
func small(publication *lksdk.RemoteTrackPublication) {
	if publication.Source() == livekit.TrackSource_CAMERA {
		_ = publication.SetVideoQuality(livekit.VideoQuality_LOW)
	}
}

// token asks the token endpoint for a guest's token. What it refuses with is the error.
func (to arrival) token(name string, guest int) (string, error) {
	wish, err := json.Marshal(map[string]string{
		"room_name":            name,
		"participant_name":     fmt.Sprintf("Guest %d", guest+1),
		"participant_identity": fmt.Sprintf("%s-guest-%d-of-the-large-bench", name, guest),
	})
	if err != nil {
		return "", err
	}
	answer, err := http.Post(to.origin+"/token", "application/json", bytes.NewReader(wish))
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	var grant struct {
		Token string `json:"participant_token"`
	}
	if err := json.Unmarshal(text, &grant); err != nil || grant.Token == "" {
		return "", fmt.Errorf("token endpoint: %d %s", answer.StatusCode, text)
	}
	return grant.Token, nil
}
