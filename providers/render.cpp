// Pages, refusals and receipts to responses.
#include "providers/render.hpp"

#include <algorithm>

#include "providers/codec.hpp"
#include "providers/form.hpp"
#include "providers/json.hpp"

namespace jisr::providers {

namespace {

bool may_be_header(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

HttpResponse empty(int status, const std::string& content_type) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", content_type);
  return response;
}

}  // namespace

std::string write_body(Format format, const Tree& tree) {
  switch (format) {
    case Format::text:
      return tree.text;
    case Format::json:
      return write_json(tree);
    case Format::xml:
      return write_xml(tree);
    case Format::form:
    case Format::query:
      return write_form(as_fields(tree));
  }
  return {};
}

HttpResponse render(const ReplyBody& shape, const Values& values) {
  HttpResponse response = empty(shape.status, shape.content_type);
  for (const auto& [name, value] : shape.headers) {
    auto filled = fill(value, values);
    if (may_be_header(filled.text)) response.headers.emplace_back(name, std::move(filled.text));
  }
  response.body = write_body(shape.format, fill(shape.tree, values, false));
  return response;
}

HttpResponse render_reply(const Profile& profile, const Inbound& in, const Reply& reply) {
  const bool sms = in.kind == Inbound::Kind::sms;
  const bool released = in.kind == Inbound::Kind::ussd_release;
  const auto& shape = sms || reply.ends ? profile.ends : profile.goes_on;
  Values values{
      {"text", reply.text},    {"coding", reply.ucs2 ? profile.coding.ucs2 : profile.coding.gsm7},
      {"session", in.session}, {"message_id", in.message_id},
      {"msisdn", in.msisdn},   {"service", in.service}};
  values.insert(values.end(), in.kept.begin(), in.kept.end());
  // Nobody reads it, or the answer leaves on its own: the operator learns that we have it.
  const bool unread = sms && (reply.text.empty() || !profile.replies_in_response);
  if (released && profile.released) return render(*profile.released, values);
  if (!released && profile.pages_by_request) return render(*profile.taken, values);
  if (unread && profile.taken) return render(*profile.taken, values);
  if (released || unread) return empty(200, shape.content_type);
  return render(shape, values);
}

HttpResponse render_receipts_taken(const Profile& profile) {
  if (profile.receipts.taken) return render(*profile.receipts.taken, {});
  return empty(200, "text/plain; charset=utf-8");
}

HttpResponse render_refusal(const Profile& profile, const Refusal& refusal) {
  if (profile.refused) {
    const auto status = std::to_string(refusal.status);
    auto response = render(*profile.refused, {{"why", refusal.why}, {"status", status}});
    if (profile.refused->status == 0) response.status = refusal.status;
    return response;
  }
  const auto is = [&](Format format) {
    return profile.goes_on.format == format || profile.ends.format == format;
  };
  if (is(Format::json)) {
    auto response = empty(refusal.status, "application/json");
    Tree body;
    body.kind = Tree::Kind::map;
    body.members.emplace_back("error", Tree::of(refusal.why));
    response.body = write_json(body);
    return response;
  }
  auto response = empty(refusal.status, "text/plain; charset=utf-8");
  response.body = refusal.why + "\n";
  return response;
}

}  // namespace jisr::providers
