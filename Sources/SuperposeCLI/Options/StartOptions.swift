import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles

/// A transform that is known beforehand.
struct PriorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A transform to begin with, such as that of the last pair of a series: a registration.json, or three rows of "
        + "three numbers as JSON. Turned and shrunk views are not tried.",
      valueName: "file"))
  var prior: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far from where the search begins matches may lie, in pixels of the fixed image. (default: "
        + "\(Int(SearchStart.defaultPriorError)); with landmarks a tenth of its long side)",
      valueName: "pixels"))
  var priorError: Double?

  func validate() throws {
    if let priorError, !(priorError > 0 && priorError.isFinite) {
      throw ValidationError("--prior-error: expected a positive number of pixels, found \(priorError).")
    }
  }

  /// Reads the transform.
  func searchStart() throws -> SearchStart? {
    try prior.map {
      try .prior(contentsOf: URL(path: $0), errorPixels: priorError ?? SearchStart.defaultPriorError)
    }
  }
}

/// A transform that is known beforehand, or places that a person has marked.
struct StartOptions: ParsableArguments {
  @OptionGroup var prior: PriorOptions

  @Option(
    help: ArgumentHelp(
      "Two or more places that a person has marked in both images, as lines x0,y0,x1,y1 in pixels of the moving and "
        + "the fixed image: the search stays near to where they put it.",
      valueName: "file"))
  var landmarks: String?

  func validate() throws {
    if landmarks != nil, prior.prior != nil {
      throw ValidationError("expected landmarks or a prior to begin with, found both; give one of them.")
    }
    if prior.priorError != nil, landmarks == nil, prior.prior == nil {
      throw ValidationError("--prior-error: expected --prior or --landmarks beside it, found neither.")
    }
  }

  func points() throws -> Landmarks? { try landmarks.map { try Landmarks(contentsOf: URL(path: $0)) } }

  func searchStart() throws -> SearchStart? {
    if let points = try points() { return .landmarks(points, errorPixels: prior.priorError) }
    return try prior.searchStart()
  }
}

/// The same, for a command that can do with landmarks alone.
struct LandmarkOptions: ParsableArguments {
  @OptionGroup var start: StartOptions

  @Flag(help: "Fit the transform to the landmarks alone, without keypoints and matches.")
  var landmarksOnly = false

  func validate() throws {
    guard !landmarksOnly || start.landmarks != nil else {
      throw ValidationError("--landmarks-only: expected --landmarks FILE beside it.")
    }
  }

  func landmarks() throws -> Landmarks? { try start.points() }

  func searchStart() throws -> SearchStart? { try start.searchStart() }
}
