#include "access/table_answer.h"

#include "access/bytes.h"
#include "access/control_frame.h"

namespace soc {
namespace {

Error refuse(std::string reason) { return Error::invalid("answer", std::move(reason)); }

}  // namespace

std::string_view to_word(TableStatus status) {
    switch (status) {
        case TableStatus::ok: return "ok";
        case TableStatus::other_epoch: return "other_epoch";
        case TableStatus::gap: return "gap";
        case TableStatus::no_push: return "no_push";
        case TableStatus::out_of_order: return "out_of_order";
        case TableStatus::differs: return "differs";
        case TableStatus::too_large: return "too_large";
        case TableStatus::malformed: return "malformed";
        case TableStatus::unexpected: return "unexpected";
    }
    return "malformed";
}

std::string write_answer(const TableAnswer& answer) {
    ByteWriter body;
    body.number(static_cast<std::uint8_t>(answer.status));
    body.number(static_cast<std::uint8_t>(answer.fault));
    body.number(answer.accounts);
    body.number(answer.sessions);
    body.number(answer.copy_bytes);
    return write_frame({.type = FrameType::answer,
                        .epoch = answer.epoch,
                        .from = answer.durable,
                        .to = answer.applied,
                        .body = body.take()});
}

Result<TableAnswer> parse_answer(std::string_view message) {
    const Result<ControlFrame> frame = parse_frame(message);
    if (!frame) return frame.error();
    if (frame->type != FrameType::answer) return refuse("not_an_answer");
    ByteReader body{frame->body};
    const auto status = body.number<std::uint8_t>();
    const auto fault = body.number<std::uint8_t>();
    TableAnswer answer;
    answer.epoch = frame->epoch;
    answer.durable = frame->from;
    answer.applied = frame->to;
    answer.accounts = body.number<std::uint32_t>();
    answer.sessions = body.number<std::uint32_t>();
    answer.copy_bytes = body.number<std::uint64_t>();
    if (!body.is_good()) return refuse("truncated");
    if (!body.is_at_end()) return refuse("trailing_bytes");
    if (status > static_cast<std::uint8_t>(TableStatus::unexpected)) {
        return refuse("unknown_status");
    }
    if (fault > static_cast<std::uint8_t>(PluginFault::no_copy)) return refuse("unknown_fault");
    answer.status = static_cast<TableStatus>(status);
    answer.fault = static_cast<PluginFault>(fault);
    return answer;
}

}  // namespace soc
