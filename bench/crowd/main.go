// The simulated participants of `npm run bench`, each with a video in three layers and a voice. All media is
// pre-encoded, so that 25 of them take little CPU time on the measuring machine.
//
//	LIVEKIT_API_KEY=… LIVEKIT_API_SECRET=… crowd -url ws://127.0.0.1:7880 -room bench -people 9 -videos FOLDER
//
// With -tokens FILE it simulates listeners instead (listeners.go), who join with the tokens in that file, one a line, and
// publish nothing. With -origin it simulates guests in many rooms (rooms.go), who come as the app's guests do.
//
// This program prints `ready` when all participants are in the room. They leave at SIGTERM.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/livekit/protocol/livekit"
	protologger "github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
)

// The participants speak in turn, each for this long.
const speakFor = 2 * time.Second

// Audio levels in -dBov (RFC 6464): speech and silence.
const (
	loud   = 20
	silent = 127
)

// A frame of 20 ms of silence (RFC 6716). The SFU relies on the announced audio level alone.
var opusFrame = []byte{0xf8, 0xff, 0xfe}

// Frame rate of the recordings (recordVideo.ts).
const framesPerSecond = 20

type layer struct {
	quality       livekit.VideoQuality
	file          string
	width, height uint32
}

var layers = []layer{
	{livekit.VideoQuality_LOW, "180.ivf", 320, 180},
	{livekit.VideoQuality_MEDIUM, "360.ivf", 640, 360},
	{livekit.VideoQuality_HIGH, "720.ivf", 1280, 720},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	url := flag.String("url", "", "LiveKit's address")
	name := flag.String("room", "", "the room's name")
	people := flag.Int("people", 1, "number of participants")
	first := flag.Int("first", 1, "number of the first participant or room, if others are there already")
	origin := flag.String("origin", "", "address of the app: participants come by its token endpoint")
	rooms := flag.Int("rooms", 1, "with -origin: number of rooms")
	cameras := flag.Int("cameras", 2, "with -origin: number of people in each room with their camera on")
	atOnce := flag.Int("at-once", 8, "with -origin: number of people who join at the same time")
	videos := flag.String("videos", "", "folder with the recorded layers")
	dtx := flag.Bool("dtx", false, "send few packets while silent, as browsers do")
	tokens := flag.String("tokens", "", "file with the tokens of listeners")
	watch := flag.Int("watch", 1, "number of videos that each listener receives, at the lowest quality")
	inLobby := flag.Bool("lobby", false, "the tokens are for guests in the lobby, who receive nothing")
	flag.Parse()
	lksdk.SetLogger(protologger.GetDiscardLogger())
	stopped, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if *tokens != "" {
		return listen(stopped, *url, *tokens, *watch, *inLobby)
	}

	if *origin == "" && *url == "" {
		return errors.New("-url or -origin is missing")
	}
	recordings := make([]recording, len(layers))
	for i, layer := range layers {
		frames, err := readFrames(filepath.Join(*videos, layer.file))
		if err != nil {
			return err
		}
		recordings[i] = frames
	}
	if *origin != "" {
		return visit(stopped, arrival{
			origin: *origin, first: *first, rooms: *rooms, guests: *people, cameras: *cameras, atOnce: *atOnce,
		}, recordings)
	}
	start := time.Now()
	for index := range *people {
		number := *first + index
		room, err := lksdk.ConnectToRoom(*url, lksdk.ConnectInfo{
			APIKey:              os.Getenv("LIVEKIT_API_KEY"),
			APISecret:           os.Getenv("LIVEKIT_API_SECRET"),
			RoomName:            *name,
			ParticipantIdentity: fmt.Sprintf("crowd-%d", number-1),
			ParticipantName:     fmt.Sprintf("Person %d", number),
		}, lksdk.NewRoomCallback(), lksdk.WithAutoSubscribe(false),
			lksdk.WithInterceptors([]interceptor.Factory{temporalFactory{}}), lksdk.WithIncludeDefaultInterceptors(true))
		if err != nil {
			return fmt.Errorf("person %d does not get in: %w", number, err)
		}
		defer room.Disconnect()
		voice := &voice{turn: index, people: *people, start: start, dtx: *dtx}
		if err := publish(room, recordings, voice); err != nil {
			return fmt.Errorf("person %d can not publish: %w", number, err)
		}
	}
	fmt.Println("ready")
	<-stopped.Done()
	return nil
}

func publish(room *lksdk.Room, recordings []recording, voice *voice) error {
	tracks := make([]*lksdk.LocalTrack, len(layers))
	for i, layer := range layers {
		video := &video{frames: recordings[i]}
		track, err := lksdk.NewLocalTrack(
			webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000},
			lksdk.WithSimulcast("camera", &livekit.VideoLayer{
				Quality: layer.quality, Width: layer.width, Height: layer.height,
			}),
			lksdk.WithRTCPHandler(video.onRTCP),
		)
		if err != nil {
			return err
		}
		track.OnBind(func() { _ = track.StartWrite(video, nil) })
		tracks[i] = track
	}
	_, err := room.LocalParticipant.PublishSimulcastTrack(tracks, &lksdk.TrackPublicationOptions{
		Name: "camera", Source: livekit.TrackSource_CAMERA,
	})
	if err != nil {
		return err
	}
	return speak(room, voice)
}

func speak(room *lksdk.Room, voice *voice) error {
	microphone, err := lksdk.NewLocalTrack(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2})
	if err != nil {
		return err
	}
	microphone.OnBind(func() { _ = microphone.StartWrite(voice, nil) })
	_, err = room.LocalParticipant.PublishTrack(microphone, &lksdk.TrackPublicationOptions{
		Name: "microphone", Source: livekit.TrackSource_MICROPHONE,
	})
	return err
}

type recording []media.Sample

func readFrames(path string) (recording, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader, header, err := ivfreader.NewWith(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	duration := time.Second * time.Duration(header.TimebaseNumerator) / time.Duration(header.TimebaseDenominator)
	var frames recording
	for {
		frame, _, err := reader.ParseNextFrame()
		if errors.Is(err, io.EOF) {
			return frames, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		frames = append(frames, media.Sample{Data: frame, Duration: duration})
	}
}

// A participant's video: a recording of a few seconds, which is repeated and begins with a key frame.
type video struct {
	lksdk.BaseSampleProvider
	frames   recording
	next     int
	wantsKey atomic.Bool
}

// Notices requests for a key frame, which the SFU sends for a new subscriber, or for one that switches to another layer.
func (p *video) onRTCP(packet rtcp.Packet) {
	switch packet.(type) {
	case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
		p.wantsKey.Store(true)
	}
}

// Returns the next frame. After a request it is the next recorded key frame, where an encoder would make a new one.
func (p *video) NextSample(context.Context) (media.Sample, error) {
	if p.wantsKey.Swap(false) {
		for !isKeyFrame(p.frames[p.next%len(p.frames)].Data) {
			p.next++
		}
	}
	sample := p.frames[p.next%len(p.frames)]
	p.next++
	return sample, nil
}

// In VP8 the first bit of a key frame is 0 (RFC 6386, 9.1).
func isKeyFrame(frame []byte) bool {
	return frame[0]&1 == 0
}

// A participant's voice, which speaks when it is this participant's turn.
type voice struct {
	lksdk.BaseSampleProvider
	turn, people int
	start        time.Time
	dtx          bool
}

// With DTX (discontinuous transmission), which LiveKit's client turns on, browsers send a packet each 400 ms while their
// microphone hears nothing.
func (v *voice) NextSample(context.Context) (media.Sample, error) {
	duration := 20 * time.Millisecond
	if v.dtx && v.CurrentAudioLevel() == silent {
		duration = 400 * time.Millisecond
	}
	return media.Sample{Data: opusFrame, Duration: duration}, nil
}

func (v *voice) CurrentAudioLevel() uint8 {
	if int(time.Since(v.start)/speakFor)%v.people == v.turn {
		return loud
	}
	return silent
}
