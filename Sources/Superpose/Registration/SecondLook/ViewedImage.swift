import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching

/// An image of the pair with the features of its views, each of which is used in several pairs of views.
struct ViewedImage {
  private let image: DescribedImage
  private let registrar: Registrar
  private var views: [View: ViewFeatures] = [:]

  init(_ image: DescribedImage, registrar: Registrar) {
    self.image = image
    self.registrar = registrar
  }

  var picture: Picture { image.picture }

  /// The size of the picture that the networks saw.
  var size: ImageSize { image.picture.gray.size }

  /// Returns the keypoints of a view, except for those at the picture's border.
  ///
  /// - Parameters:
  ///   - view: The view.
  ///   - timings: Receives the time that the view takes, which is nothing the second time.
  mutating func features(in view: View, _ timings: inout Timings) throws -> ViewFeatures {
    if view == .whole(size) { return ViewFeatures(inView: image.features, inPicture: image.features) }
    if let known = views[view] { return known }
    let features = try found(in: view, &timings)
    views[view] = features
    return features
  }

  private func found(in view: View, _ timings: inout Timings) throws -> ViewFeatures {
    guard let pictureFromView = view.viewFromPicture.inverse,
      let warped = Image(picture.gray).warped(by: view.viewFromPicture, to: view.size, interpolation: .linear)
    else { return ViewFeatures(inView: .none(view.size), inPicture: .none(size)) }
    let found = try registrar.detector.superPoint(
      GrayImage(size: view.size, values: warped.values(as: Float.self)),
      mask: picture.mask?.warped(by: view.viewFromPicture, to: view.size), isView: true)
    timings += found.timings
    let positions = found.keypoints.map { pictureFromView($0) }
    let margin = Double(registrar.configuration.extraction.borderPixels)
    let kept = found.keypoints.indices.filter { size.contains(positions[$0], margin: margin) }
    return ViewFeatures(
      inView: found.selected(kept, at: found.keypoints, imageSize: view.size),
      inPicture: found.selected(kept, at: positions, imageSize: size))
  }
}

/// The keypoints of a view, in its own pixels and in those of the picture.
struct ViewFeatures {
  let inView: Features
  let inPicture: Features

  /// Returns the keypoints with the highest scores; nil for all.
  func best(_ count: Int?) -> ViewFeatures {
    guard let count, count < inView.count else { return self }
    let kept = Array(0..<count)
    return ViewFeatures(
      inView: inView.selected(kept, at: inView.keypoints, imageSize: inView.imageSize),
      inPicture: inPicture.selected(kept, at: inPicture.keypoints, imageSize: inPicture.imageSize))
  }
}

extension Features {
  fileprivate static func none(_ size: ImageSize) -> Features {
    Features(imageSize: size, keypoints: [], scores: [], descriptors: [])
  }

  /// Returns some of the keypoints, at other positions.
  fileprivate func selected(_ kept: [Int], at positions: [Point], imageSize: ImageSize) -> Features {
    Features(
      imageSize: imageSize, keypoints: kept.map { positions[$0] }, scores: kept.map { scores[$0] },
      descriptors: kept.flatMap { descriptor($0) })
  }
}

extension ImageSize {
  fileprivate func contains(_ p: Point, margin: Double) -> Bool {
    p.x >= margin && p.y >= margin && p.x <= Double(width - 1) - margin && p.y <= Double(height - 1) - margin
  }
}
