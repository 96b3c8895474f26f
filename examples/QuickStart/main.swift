import Foundation
import Superpose

let registrar = try Registrar()
let (moving, fixed) = (URL(filePath: "examples/map-photographed.jpg"), URL(filePath: "examples/map.jpg"))
let result = try registrar.register(moving: moving, onto: fixed)
print(result.verdict, "by", result.inlierCount, "inliers")
if let fixedFromMoving = result.fixedFromMoving { print(fixedFromMoving.rows) }
try result.alignedPicture()?.write(to: URL(filePath: "aligned.png"))
