#include "access/control_frame.h"

#include <boost/crc.hpp>

#include "access/bytes.h"
#include "core/assert.h"
#include "core/limits.h"

namespace soc {
namespace {

constexpr std::string_view magic = "SC";
constexpr std::uint8_t format = 1;

/// Castagnoli's polynomial, as iSCSI and ext4 use it.
using Crc32c = boost::crc_optimal<32, 0x1edc6f41, 0xffffffff, 0xffffffff, true, true>;

std::uint32_t crc_of(std::string_view header, std::string_view body) {
    Crc32c crc;
    crc.process_bytes(header.data(), header.size());
    crc.process_bytes(body.data(), body.size());
    return crc.checksum();
}

bool is_known(FrameType type) {
    switch (type) {
        case FrameType::hello:
        case FrameType::begin:
        case FrameType::chunk:
        case FrameType::commit:
        case FrameType::delta:
        case FrameType::answer: return true;
    }
    return false;
}

Error refuse(std::string reason) { return Error::invalid("frame", std::move(reason)); }

}  // namespace

std::string write_frame(const ControlFrame& frame) {
    SOC_ASSERT(frame.body.size() <= limits::frame_body_bytes_max);
    ByteWriter header;
    header.raw({reinterpret_cast<const std::uint8_t*>(magic.data()), magic.size()});
    header.number(format);
    header.number(static_cast<std::uint8_t>(frame.type));
    header.number(static_cast<std::uint32_t>(frame.body.size()));
    header.number(frame.epoch);
    header.number(frame.from);
    header.number(frame.to);
    header.number(frame.sequence);
    std::string message = header.take();
    ByteWriter crc;
    crc.number(crc_of(message, frame.body));
    message += crc.take();
    SOC_ASSERT(message.size() == frame_header_bytes);
    message += frame.body;
    return message;
}

Result<ControlFrame> read_frame(std::string_view bytes) {
    const std::string_view beginning = bytes.substr(0, magic.size());
    if (beginning != magic.substr(0, beginning.size())) return refuse("not_a_frame");
    if (bytes.size() < frame_header_bytes) return refuse("truncated");

    ByteReader header{bytes.substr(magic.size(), frame_header_bytes - magic.size())};
    if (header.number<std::uint8_t>() != format) return refuse("other_format");
    ControlFrame frame;
    frame.type = static_cast<FrameType>(header.number<std::uint8_t>());
    const auto body_bytes = header.number<std::uint32_t>();
    frame.epoch = header.number<std::uint64_t>();
    frame.from = header.number<std::uint64_t>();
    frame.to = header.number<std::uint64_t>();
    frame.sequence = header.number<std::uint32_t>();
    const auto crc = header.number<std::uint32_t>();
    if (!is_known(frame.type)) return refuse("unknown_type");
    if (body_bytes > limits::frame_body_bytes_max) return refuse("too_large");
    if (bytes.size() - frame_header_bytes < body_bytes) return refuse("truncated");

    frame.body = bytes.substr(frame_header_bytes, body_bytes);
    const std::string_view summed = bytes.substr(0, frame_header_bytes - sizeof crc);
    if (crc != crc_of(summed, frame.body)) return refuse("damaged");
    return frame;
}

Result<ControlFrame> parse_frame(std::string_view message) {
    Result<ControlFrame> frame = read_frame(message);
    if (frame && frame->body.size() + frame_header_bytes != message.size()) {
        return refuse("trailing_bytes");
    }
    return frame;
}

}  // namespace soc
