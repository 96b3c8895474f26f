import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import SuperposeStacks
import SuperposeWeights

/// The page of a stack: a player of the aligned frames, and curves of how they moved.
struct StackPage {
  private let title: String
  private let report: StackReport
  /// By frame, the address of its picture.
  private let pictures: [String?]

  /// All pictures of a page together have about so many pixels, which as JPEG take some 20 MB.
  private static let pixelBudget = 80_000_000.0
  private static let longestSide = 1024.0

  /// - Parameter folder: where the aligned images lie.
  init(title: String, report: StackReport, folder: String, longSide: Int) throws {
    self.title = title
    self.report = report
    let count = report.frames.count { $0.file != nil }
    let size = report.frame.area.size
    let share = (Self.pixelBudget / Double(max(count, 1)) / Double(size.pixelCount)).squareRoot()
    let side = min(Double(longSide), Self.longestSide, Double(size.longSide) * share).rounded()
    pictures = try report.frames.map { frame in
      guard let file = frame.file else { return nil }
      let image = try Image(contentsOf: URL(path: folder + "/" + file))
      let jpeg = try EmbeddedPicture.jpeg(of: image, longSide: max(16, Int(side)))
      return "data:image/jpeg;base64," + Data(jpeg).base64EncodedString()
    }
  }

  func html() throws -> String {
    let shell = try PageShell(title: title, page: .stack, assets: .inside)
    let frames = report.frames.enumerated().map { Frame($1.result, picture: pictures[$0]) }
    let data = try JSON.forScript(
      Player(
        width: report.frame.area.width, height: report.frame.area.height, reference: report.reference, frames: frames))
    let left = report.frames.map(\.result).filter { $0.verdict == .failed }
    return try PageTemplates.filled(
      .stack,
      with: Values(
        shell: shell, sentence: sentence,
        left: left.map { Left(name: Words.fileName($0.path), reason: $0.reasons.joined(separator: "; ")) },
        hasLeft: !left.isEmpty, data: data))
  }

  /// `12 of 14 images lie on b.jpg, …`
  private var sentence: String {
    let results = report.frames.map(\.result)
    let aligned = results.count { $0.verdict != .failed }
    let errors = results.compactMap(\.errorPixels).sorted()
    let error = errors.isEmpty ? "" : ", to within \(Words.decimal(errors[errors.count / 2], 2)) pixels in the median"
    return "\(Words.count(aligned)) of \(Words.count(results.count)) images lie on "
      + "\(Words.fileName(results[report.reference].path))\(error)."
  }

  /// The values that the template `stack` names.
  private struct Values {
    let shell: PageShell
    let sentence: String
    let left: [Left]
    let hasLeft: Bool
    let data: String
  }

  /// A frame that was left out.
  private struct Left {
    let name: String
    let reason: String
  }

  /// What the page's script reads.
  private struct Player: Encodable {
    let width: Int
    let height: Int
    let reference: Int
    let frames: [Frame]
  }

  private struct Frame: Encodable {
    let name: String
    let verdict: Verdict
    let reason: String
    @Nullable var x: Double?
    @Nullable var y: Double?
    @Nullable var turn: Double?
    @Nullable var scale: Double?
    @Nullable var error: Double?
    @Nullable var picture: String?

    init(_ frame: Stack.Frame, picture: String?) {
      (name, verdict) = (Words.fileName(frame.path), frame.verdict)
      reason = frame.reasons.joined(separator: "; ")
      _x = Nullable(wrappedValue: frame.shift?.x)
      _y = Nullable(wrappedValue: frame.shift?.y)
      _turn = Nullable(wrappedValue: frame.turnDegrees)
      _scale = Nullable(wrappedValue: frame.scale)
      _error = Nullable(wrappedValue: frame.errorPixels)
      _picture = Nullable(wrappedValue: picture)
    }
  }
}
