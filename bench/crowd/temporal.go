package main

import (
	"strings"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Chromium encodes camera video in three temporal layers (L1T3): the first of each four frames is in the lowest layer,
// which depends on no other, and the SFU may drop frames of higher layers. Layer sync frames are those after which a
// higher layer can be forwarded.
var temporalLayers = [4]byte{0, 2, 1, 2}
var layerSyncs = [4]byte{0, 1, 1, 0}

const clockRate = 90_000

// Marks each VP8 packet with its temporal layer. The SDK's own packets are not marked (server-sdk-go 2.18,
// localtrack.go).
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
		// Retransmitted packets (RTX) begin with their original sequence number.
		if header.SSRC == info.SSRC {
			payload = marks.mark(header.Timestamp, payload)
		}
		return writer.Write(header, payload, attributes)
	})
}

// Position of a video stream in the pattern of temporal layers. It depends on the frames' timestamps, since packets may be sent twice.
type marks struct {
	keyAt        uint32
	lowestAtKey  byte
	lowestNumber byte
}

// Writes the VP8 payload descriptor (RFC 7741, 4.2).
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
