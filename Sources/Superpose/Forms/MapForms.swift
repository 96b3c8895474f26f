import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// Ground control points as QGIS's georeferencer saves them. Pictures without a place on the earth have their top-left
/// corner at (0, 0) there, and y points up.
enum QGISForm {
  /// Residuals are in pixels of the moving image, y down, as QGIS shows them.
  static func text(_ transform: ImageTransform) -> String {
    let rows = transform.groundControlPoints.map { point in
      let residual = (transform.inverse(point.fixed) ?? transform.movingFromFixed(point.fixed)) - point.moving
      let (map, source) = (raised(point.fixed), raised(point.moving))
      return [map.x, map.y, source.x, source.y].map { "\($0)" } + ["1"]
        + [residual.x, residual.y, residual.distance(to: Point(x: 0, y: 0))].map { "\($0)" }
    }
    let header = ["mapX", "mapY", "sourceX", "sourceY", "enable", "dX", "dY", "residual"]
    return "#CRS: \n" + CSV.text([header] + rows)
  }

  static func raised(_ p: Point) -> Point {
    let corner = PixelGrid.toCornerOrigin(p)
    return Point(x: corner.x, y: -corner.y)
  }
}

/// A virtual dataset of GDAL: the moving image's file with ground control points. They form a regular grid on which the
/// transform is exact, so that `gdalwarp -tps` follows it; x and y of the fixed image are as in QGIS.
struct GDALForm {
  let text: String

  /// The points along a side.
  private static let side = 12
  /// GDAL's names of the types, by bits.
  private static let types = [8: "Byte", 16: "UInt16", 32: "Float32"]

  init(_ transform: ImageTransform) throws(FrameError) {
    let path = transform.moving.path
    guard let stored = StoredImage(contentsOf: URL(path: path)), let type = Self.types[stored.bitsPerValue] else {
      throw FrameError(
        "a VRT names the moving image's file, and '\(path)' is no image here that it could name",
        hint: "apply it where that file is found, or choose another form")
    }
    guard stored.uprightSize == transform.moving.size else {
      throw FrameError(
        "'\(path)' has \(stored.uprightSize) pixels, and the transform begins with \(transform.moving.size)",
        hint: "choose another form")
    }
    let points = transform.grid(Self.side).enumerated().map { index, point in
      let (pixel, map) = (
        PixelGrid.toCornerOrigin(stored.grid.storedFromUpright(point.moving)), QGISForm.raised(point.fixed)
      )
      return "    <GCP Id=\"\(index + 1)\" Pixel=\"\(pixel.x)\" Line=\"\(pixel.y)\" X=\"\(map.x)\" Y=\"\(map.y)\"/>\n"
    }
    let file = Self.escaped(Self.absolute(path))
    let bands = (1...stored.bands).map { band in
      """
        <VRTRasterBand dataType="\(type)" band="\(band)">
          <ColorInterp>\(Self.meaning(band, of: stored.bands))</ColorInterp>
          <SimpleSource>
            <SourceFilename relativeToVRT="0">\(file)</SourceFilename>
            <SourceBand>\(band)</SourceBand>
          </SimpleSource>
        </VRTRasterBand>

      """
    }
    text =
      "<VRTDataset rasterXSize=\"\(stored.size.width)\" rasterYSize=\"\(stored.size.height)\">\n"
      + "  <GCPList Projection=\"\">\n" + points.joined() + "  </GCPList>\n" + bands.joined() + "</VRTDataset>\n"
  }

  /// Returns GDAL's name for what a channel means.
  private static func meaning(_ band: Int, of count: Int) -> String {
    let names = count < 3 ? ["Gray", "Alpha"] : ["Red", "Green", "Blue", "Alpha"]
    return band <= names.count ? names[band - 1] : "Undefined"
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
