import Foundation
import Hummingbird
import Superpose
import SuperposeReport
import SuperposeServerCore

/// What a registration is asked for with.
struct RegistrationRequest: Decodable, Sendable {
  let moving: String
  let fixed: String
  let preset: RegistrationPreset?
  let configuration: RequestedConfiguration?

  private enum CodingKeys: CodingKey, CaseIterable { case moving, fixed, preset, configuration }

  init(from decoder: any Decoder) throws {
    let values = try decoder.members(CodingKeys.self)
    moving = try values.decode(String.self, forKey: .moving)
    fixed = try values.decode(String.self, forKey: .fixed)
    preset = try values.choice(RegistrationPreset.self, forKey: .preset)
    configuration = try values.decodeIfPresent(RequestedConfiguration.self, forKey: .configuration)
  }

  var whole: RegistrationConfiguration { (configuration ?? .init()).applied(to: preset ?? .standard) }
}

extension SuperposeService {
  var registrationRoutes: [Route] {
    [
      Route(.post, "/v1/registrations") { request, _ in try await submit(request) },
      Route(.get, "/v1/registrations") { request, _ in try await list(request) },
      Route(.get, "/v1/registrations/:id") { _, context in try await .json(view(try await job(context))) },
      Route(.delete, "/v1/registrations/:id") { _, context in
        try await workplace.queue.delete(try await job(context))
        return Response(status: .noContent)
      },
      Route(.get, "/v1/registrations/:id/report") { _, context in try await report(try await job(context)) },
      Route(.get, "/v1/registrations/:id/warped") { _, context in
        try await warped(try await job(context), context)
      },
      Route(.get, "/v1/registrations/:id/events") { _, context in try await events(try await job(context)) },
    ]
  }

  private func submit(_ request: Request) async throws -> Response {
    let limits = workplace.settings.limits
    let wanted = try await request.value(RegistrationRequest.self, upTo: limits.bodyBytes)
    let moving = try await workplace.images.require(wanted.moving)
    let fixed = try await workplace.images.require(wanted.fixed)
    let configuration = wanted.whole
    try limits.check(configuration, images: [moving, fixed])
    let job = try await workplace.queue.submit(moving: moving, fixed: fixed, configuration: configuration)
    return try .json(
      try await view(job), status: .accepted, headers: [.location: "/v1/registrations/\(job.id)"])
  }

  private func list(_ request: Request) async throws -> Response {
    let parameters = request.uri.queryParameters
    let limit = try number(parameters["limit"], "limit", 1...100) ?? 50
    let before = try number(parameters["before"], "before", 1...Int.max)
    let jobs = try await workplace.ledger.jobs(before: before.map(Int64.init), limit: limit)
    var views: [RegistrationView] = []
    for job in jobs { if let view = try? await view(job, withResult: false) { views.append(view) } }
    return try .json(
      RegistrationList(registrations: views, next: jobs.count == limit ? jobs.last?.sequence : nil))
  }

  private func number(_ text: Substring?, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Problem(
        .badRequest, "\(name): expected \(range.lowerBound) to \(range.upperBound), found '\(text.prefix(40))'")
    }
    return number
  }

  private func job(_ context: BasicRequestContext) async throws -> RegistrationJob {
    guard let id = context.parameters.get("id"), let job = try await workplace.ledger.job(id) else {
      throw Problem(.notFound, "there is no such registration, or it is no longer kept")
    }
    return job
  }

  private func view(_ job: RegistrationJob, withResult: Bool = true) async throws -> RegistrationView {
    guard let moving = try await workplace.images.image(job.moving),
      let fixed = try await workplace.images.image(job.fixed)
    else { throw Problem(.notFound, "the registration was deleted meanwhile") }
    let stage = await stage(of: job)
    let position = job.state == .queued ? try await workplace.ledger.position(of: job) : nil
    return try RegistrationView(
      job, images: (moving, fixed), stage: stage, position: position,
      result: withResult && job.state == .done ? try await workplace.results.result(of: job) : nil)
  }

  func stage(of job: RegistrationJob) async -> Stage {
    switch job.state {
    case .queued: .queued
    case .running: await workplace.events.stage(job.id) ?? .starting
    case .done, .failed: .ended
    }
  }

  private func report(_ job: RegistrationJob) async throws -> Response {
    let result = try await workplace.results.result(of: job)
    let images = [try await workplace.images.require(job.moving), try await workplace.images.require(job.fixed)]
    let pictures = images.map { image in
      PagePicture(address: "/v1/images/\(image.id)/picture", byteCount: image.byteCount, sha256: image.id)
    }
    var page = RegistrationPage(
      result, moving: pictures[0], fixed: pictures[1], listAddress: "/", licence: workplace.networks.licence)
    if result.fixedFromMoving != nil {
      page.downloads = [PageDownload(title: "Warped picture", address: "/v1/registrations/\(job.id)/warped")]
    }
    let html = try page.html(assets: .linked(style: "/assets/report.css", script: "/assets/report.js"))
    return .text(html, type: "text/html; charset=utf-8")
  }

  private func warped(_ job: RegistrationJob, _ context: BasicRequestContext) async throws -> Response {
    let path = try await workplace.pictures.warped(job, try await workplace.results.result(of: job))
    let isTIFF = path.hasSuffix(".tiff")
    return try await .file(
      path, type: isTIFF ? "image/tiff" : "image/png", download: isTIFF ? "warped.tiff" : "warped.png", context)
  }
}
