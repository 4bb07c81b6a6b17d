package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"
)

// Number of listeners who join at the same time.
const joinsAtOnce = 4

// How often a listener tries to join. On a busy computer the media connection of a join may not be there in time; a
// browser's client tries again, too.
const tries = 3

// listen lets one listener join with each token of a file. A listener receives all microphones and the videos of a few
// people, or nothing at all in the lobby. While they are in the room, it prints the number of packets that all of them
// have received, each second.
func listen(stopped context.Context, url, file string, watch int, inLobby bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	tokens := strings.Fields(string(text))
	var packets, again atomic.Int64
	var mutex sync.Mutex
	var rooms []*lksdk.Room
	var times []time.Duration
	var failure error
	defer func() {
		for _, room := range rooms {
			room.Disconnect()
		}
	}()
	places := make(chan struct{}, joinsAtOnce)
	var all sync.WaitGroup
	start := time.Now()
	for index, token := range tokens {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			began := time.Now()
			room, err := enter(url, token, index, watch, inLobby, &packets)
			for try := 1; err != nil && try < tries; try++ {
				again.Add(1)
				room, err = enter(url, token, index, watch, inLobby, &packets)
			}
			mutex.Lock()
			defer mutex.Unlock()
			if err != nil {
				failure = fmt.Errorf("listener %d does not get in: %w", index+1, err)
				return
			}
			rooms = append(rooms, room)
			times = append(times, time.Since(began))
		})
	}
	all.Wait()
	if failure != nil {
		return failure
	}
	slices.Sort(times)
	fmt.Printf("joined all %d median %d longest %d again %d\n", time.Since(start).Milliseconds(),
		times[len(times)/2].Milliseconds(), times[len(times)-1].Milliseconds(), again.Load())
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

// enter lets one listener join. Which people a listener watches depends on their number, so that all videos are watched
// by about as many.
func enter(url, token string, index, watch int, inLobby bool, packets *atomic.Int64) (*lksdk.Room, error) {
	callback := &lksdk.RoomCallback{ParticipantCallback: lksdk.ParticipantCallback{
		OnTrackSubscribed: func(track *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
			for {
				if _, _, err := track.ReadRTP(); err != nil {
					return
				}
				packets.Add(1)
			}
		},
	}}
	room, err := lksdk.ConnectToRoomWithToken(url, token, callback, lksdk.WithAutoSubscribe(false))
	if err != nil {
		return nil, err
	}
	if inLobby {
		return room, nil
	}
	cameras := []*lksdk.RemoteTrackPublication{}
	for _, person := range room.GetRemoteParticipants() {
		for _, publication := range person.TrackPublications() {
			remote, ok := publication.(*lksdk.RemoteTrackPublication)
			switch {
			case !ok:
			case remote.Source() == livekit.TrackSource_CAMERA:
				cameras = append(cameras, remote)
			case remote.Kind() == lksdk.TrackKindAudio:
				if err := remote.SetSubscribed(true); err != nil {
					return nil, err
				}
			}
		}
	}
	slices.SortFunc(cameras, func(one, other *lksdk.RemoteTrackPublication) int {
		return strings.Compare(one.SID(), other.SID())
	})
	for number := range min(watch, len(cameras)) {
		camera := cameras[(index+number)%len(cameras)]
		if err := camera.SetSubscribed(true); err != nil {
			return nil, err
		}
		if err := camera.SetVideoQuality(livekit.VideoQuality_LOW); err != nil {
			return nil, err
		}
	}
	return room, nil
}
