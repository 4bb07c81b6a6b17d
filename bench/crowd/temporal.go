package main

import (
	"strings"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Chromium encodes a camera in three temporal layers (L1T3): of each four frames the first is in the lowest, which needs no other, and the SFU may leave out
// those of higher ones. Frames after which a higher layer can be sent are marked.
var temporalLayers = [4]byte{0, 2, 1, 2}
var layerSyncs = [4]byte{0, 1, 1, 0}

const clockRate = 90_000

// Says of each VP8 packet in which temporal layer it is. The SDK's own packets do not (server-sdk-go 2.18, localtrack.go).
type temporalFactory struct{}

func (temporalFactory) NewInterceptor(string) (interceptor.Interceptor, error) {
	return &temporalMarker{}, nil
}

type temporalMarker struct{ interceptor.NoOp }

func (*temporalMarker) BindLocalStream(info *interceptor.StreamInfo, writer interceptor.RTPWriter) interceptor.RTPWriter {
	if !strings.EqualFold(info.MimeType, webrtc.MimeTypeVP8) {
		return writer
	}
	marks := &marks{}
	return interceptor.RTPWriterFunc(func(header *rtp.Header, payload []byte, attributes interceptor.Attributes) (int, error) {
		// What is sent again (RTX) begins with a number of its own.
		if header.SSRC == info.SSRC {
			payload = marks.mark(header.Timestamp, payload)
		}
		return writer.Write(header, payload, attributes)
	})
}

// Where in the layers a stream is, by the time of its frames: packets may be sent twice.
type marks struct {
	keyAt        uint32
	lowestAtKey  byte
	lowestNumber byte
}

// RFC 7741, 4.2.
func (m *marks) mark(timestamp uint32, payload []byte) []byte {
	const extended, start, hasPicture, hasLowest, hasLayer = 0x80, 0x10, 0x80, 0x40, 0x20
	picture, frame := []byte{0x80, 0}, payload[1:]
	if payload[0]&extended != 0 {
		long := payload[2]&0x80 != 0
		picture, frame = payload[2:3], payload[3:]
		if long {
			picture, frame = payload[2:4], payload[4:]
		}
	}
	isStart := payload[0]&start != 0
	if isStart && isKeyFrame(frame) && timestamp != m.keyAt {
		m.keyAt, m.lowestAtKey = timestamp, m.lowestNumber+1
	}
	position := (timestamp - m.keyAt + clockRate/framesPerSecond/2) / (clockRate / framesPerSecond)
	m.lowestNumber = m.lowestAtKey + byte(position/4)
	layer := temporalLayers[position%4]
	marked := append([]byte{payload[0] | extended, hasPicture | hasLowest | hasLayer}, picture...)
	marked = append(marked, m.lowestNumber, layer<<6|layerSyncs[position%4]<<5)
	return append(marked, frame...)
}
