import SuperposeFiles
import SuperposeNetworks

/// What an exported model says about itself, as key-value pairs that every ONNX runtime can read.
package struct ModelMetadata: Sendable, Hashable {
  /// A network's weights.
  package struct Weights: Sendable, Hashable {
    package var name: String
    /// The hash of the file; nil for weights that are computed.
    package var sha256: String?
    package var licence: String

    package init(name: String, sha256: String?, licence: String) {
      self.name = name
      self.sha256 = sha256
      self.licence = licence
    }
  }

  /// The version of the program that makes the model.
  package var version: String
  /// By network: `superpoint`, `superglue`.
  package var weights: [String: Weights]

  package init(version: String, weights: [String: Weights]) {
    self.version = version
    self.weights = weights
  }

  func entries(_ kind: ExportKind, _ options: ExportOptions) throws -> [String: String] {
    var entries = [
      "superpose.version": version, "superpose.graph": kind.rawValue, "superpose.conventions": kind.conventions,
      "superpose.configuration": String(decoding: try JSON.line(options), as: UTF8.self),
    ]
    for (network, weights) in weights {
      entries["\(network).weights"] = weights.name
      entries["\(network).sha256"] = weights.sha256 ?? "none: computed"
      entries["\(network).licence"] = weights.licence
    }
    return entries
  }
}

extension ExportKind {
  var summary: String {
    switch self {
    case .registration:
      "Two images to matched points: SuperPoint and SuperGlue with all that stands between and round them."
    case .superpoint: "An image to keypoints, scores and descriptors: SuperPoint with selection and sampling."
    case .superglue: "Two sets of keypoints to matches both ways: SuperGlue with optimal transport."
    }
  }

  var conventions: String {
    let pixels = "positions are (x, y) in the input image's pixels, the centre of the top-left pixel is (0, 0)"
    let images = "images are grey, float32, 0 to 1, rows from top to bottom"
    let padding = "in the static form valid tells which rows hold something"
    switch self {
    case .registration: return "\(images); \(pixels); mkpts0 belongs to input1, mkpts1 to input2; \(padding)"
    case .superpoint: return "\(images); \(pixels); keypoints come best first; descriptors have unit length; \(padding)"
    case .superglue: return "\(pixels); image_size is (width, height); -1 means no match; \(padding)"
    }
  }
}
