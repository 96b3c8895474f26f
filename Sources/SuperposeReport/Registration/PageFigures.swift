import Superpose
import SuperposeGeometry

/// A number on the page, with its meaning.
struct PageFigure {
  let label: String
  let value: String
  var note: String?

  static func all(_ report: RegistrationReport) -> [PageFigure] {
    evidence(report) + landmarks(report) + masks(report) + transform(report)
      + [
        PageFigure(
          label: "Keypoints",
          value: "\(Words.count(report.keypoints.moving)) and \(Words.count(report.keypoints.fixed))",
          note: "in the moving and the fixed picture")
      ]
  }

  private static func evidence(_ report: RegistrationReport) -> [PageFigure] {
    let statistics = report.statistics
    var figures = [
      PageFigure(
        label: "Matches that agree", value: "\(statistics.inlierCount) of \(statistics.matchCount)",
        note: statistics.matchCount > 0 ? "\(Percentage(statistics.inlierRatio))" : nil)
    ]
    guard report.fixedFromMoving != nil else { return figures }
    if let error = statistics.meanErrorPixels {
      figures.append(
        PageFigure(label: "Mean error", value: "\(Words.decimal(error, 2)) px", note: "of these, in the fixed picture"))
    }
    figures.append(
      PageFigure(label: "Overlap", value: "\(Percentage(statistics.overlapFraction))", note: "of the fixed picture"))
    if let deviation = statistics.cornerDeviationPixels {
      figures.append(
        PageFigure(
          label: "Corner uncertainty", value: "± \(Words.decimal(deviation, deviation < 10 ? 2 : 0)) px",
          note: "of the moving picture's least sure corner"))
    }
    return figures
  }

  private static func landmarks(_ report: RegistrationReport) -> [PageFigure] {
    guard let landmarks = report.landmarks, let mean = landmarks.meanResidualPixels,
      let largest = landmarks.largestResidualPixels
    else { return [] }
    return [
      PageFigure(
        label: "Landmarks", value: "\(landmarks.pairs.count), off by \(Words.decimal(mean, 2)) px",
        note: "on average, by at most \(Words.decimal(largest, 2)) px")
    ]
  }

  private static func masks(_ report: RegistrationReport) -> [PageFigure] {
    guard let masks = report.masks else { return [] }
    func share(_ part: MaskReport.Part?) -> Percentage { Percentage(part?.includedFraction ?? 1) }
    return [
      PageFigure(
        label: "Takes part", value: "\(share(masks.moving)) and \(share(masks.fixed))",
        note: "of the moving and the fixed picture")
    ]
  }

  private static func transform(_ report: RegistrationReport) -> [PageFigure] {
    guard let fixedFromMoving = report.fixedFromMoving else { return [] }
    let size = ImageSize(width: report.moving.width, height: report.moving.height)
    let figures = TransformFigures(fixedFromMoving, movingSize: size)
    let turn = abs(figures.turnDegrees)
    return [
      PageFigure(
        label: "Scale", value: "× \(Words.decimal(figures.scale, 3))", note: "in the middle of the moving picture"),
      PageFigure(
        label: "Turn", value: "\(Words.decimal(turn, 1))°",
        note: turn < 0.05 ? nil : figures.turnDegrees > 0 ? "clockwise" : "counterclockwise"),
      PageFigure(
        label: "Shift", value: "\(Words.decimal(figures.shift.x, 1)), \(Words.decimal(figures.shift.y, 1)) px",
        note: "of the moving picture's middle"),
    ]
  }
}
