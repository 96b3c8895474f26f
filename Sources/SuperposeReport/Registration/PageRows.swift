import Foundation
import Superpose
import SuperposeFiles
import SuperposeMatching
import SuperposeWeights

/// The facts about an image's file.
struct FileRow {
  let role: String
  let path: String
  let extent: String
  let bytes: String?
  let sha256: String?

  init(_ role: String, _ image: RegistrationReport.ImageDescription, _ picture: PagePicture) {
    self.role = role
    path = image.path
    extent = "\(image.width) × \(image.height)"
    bytes = picture.byteCount.map(Words.bytes)
    sha256 = picture.sha256
  }
}

/// A stage's time and its share of the whole.
struct StageRow {
  let name: String
  let seconds: String
  let percent: String

  /// Returns the stages in the order in which they ran, and none where the result has no times.
  static func all(_ report: RegistrationReport) -> ([StageRow], total: String) {
    guard let timings = report.seconds else { return ([], "") }
    let rows = Timings.Stage.allCases.compactMap { stage in
      timings[stage].map { seconds in
        StageRow(
          name: stage.words, seconds: Words.decimal(seconds, 3),
          percent: String(format: "%.1f", timings.total > 0 ? 100 * seconds / timings.total : 0))
      }
    }
    return (rows, Words.decimal(timings.total, 2))
  }
}

extension Timings.Stage {
  fileprivate var words: String {
    switch self {
    case .read: "reading files"
    case .resize: "making small grey pictures"
    case .superpoint: "SuperPoint"
    case .select: "choosing keypoints"
    case .sift: "SIFT"
    case .superglue: "SuperGlue"
    case .assign: "assigning matches"
    case .estimate: "estimating the transform"
    case .verdict: "judging it"
    case .write: "writing pictures"
    }
  }
}

/// A setting that differs from the default.
struct SettingRow {
  let name: String
  let value: String
  let `default`: String

  static func all(_ configuration: RegistrationConfiguration) throws -> [SettingRow] {
    let (here, usual) = (
      try JSONValue(configuration).leaves(), try JSONValue(RegistrationConfiguration()).leaves()
    )
    return Set(here.keys).union(usual.keys).sorted().compactMap { name in
      guard here[name] != usual[name] else { return nil }
      return SettingRow(name: name, value: here[name] ?? "—", default: usual[name] ?? "as the machine has it")
    }
  }
}

/// The weights of a network.
struct WeightsRow {
  let network: String
  let name: String
  let licence: String
  let sha256: String?

  static func all(
    _ report: RegistrationReport, licence: (WeightsDescription) -> String?
  ) -> [WeightsRow] {
    NetworkKind.allCases.compactMap { network in
      report.weights[network].map { weights in
        WeightsRow(
          network: network == .superpoint ? "SuperPoint" : "SuperGlue", name: weights.name,
          licence: licence(weights) ?? "licence not known here", sha256: weights.sha256)
      }
    }
  }
}
