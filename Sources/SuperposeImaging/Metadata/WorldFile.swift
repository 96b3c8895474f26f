import Foundation
import SuperposeFiles
import SuperposeGeometry

/// A text file beside a picture with six numbers: how much x and y of the map change along a row (lines 1 and 2) and a
/// column (lines 3 and 4), and the coordinates of the centre of the top-left pixel.
struct WorldFile {
  let mapFromPixel: Homography
  /// The text of the `.prj` file beside it.
  let projection: String?

  /// Reads the world file beside a picture, or returns nil where there is none.
  ///
  /// - Throws: ``ImageError`` where it does not hold six numbers that put a picture on a map.
  init?(besideImage path: String) throws(ImageError) {
    guard let file = Self.names(for: path).first(where: { FileSystem.isFileOrLink($0) }) else { return nil }
    let text: String
    do { text = try TextFile.text(of: file) } catch { throw ImageError(error) }
    // Some programs write a comma for the point.
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0.replacing(",", with: ".")) }
    guard numbers.count >= 6, case let n = numbers.prefix(6).compactMap({ $0 }), n.count == 6,
      case let map = Homography(rows: [[n[0], n[2], n[4]], [n[1], n[3], n[5]], [0, 0, 1]]), map.isFinite,
      map.inverse != nil
    else {
      throw ImageError(
        .damaged, .read, file, problem: "it is no world file: expected six numbers, one a line, that span a plane",
        hint: "correct it, or move it away")
    }
    mapFromPixel = map
    projection = try? TextFile.text(of: path.withoutExtension + ".prj")
  }

  /// `a.tfw` or `a.tifw`, `a.TFW`, `a.wld` for `a.tif`.
  private static func names(for path: String) -> [String] {
    let stem = path.withoutExtension
    let endings = [pathExtension(for: path), path.extensionPart.lowercased() + "w", "wld"]
    return (endings + endings.map { $0.uppercased() }).map { stem + "." + $0 }
  }

  /// Returns the first and last letter of a picture's extension with a `w` behind them, as GDAL looks for it.
  static func pathExtension(for path: String) -> String {
    let letters = path.extensionPart.lowercased()
    guard letters.count >= 3, let first = letters.first, let last = letters.last else { return "wld" }
    return "\(first)\(last)w"
  }

  static func text(_ mapFromPixel: Homography) -> String {
    let m = mapFromPixel.rows
    return [m[0][0], m[1][0], m[0][1], m[1][1], m[0][2], m[1][2]].map { "\($0)\n" }.joined()
  }
}
