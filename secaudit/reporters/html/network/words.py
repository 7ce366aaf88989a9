"""What the chapter about the network says, in both languages."""

from collections.abc import Mapping

from secaudit.findings.words import Words

ZONE: Mapping[str | None, Words] = {
    "external": Words("bên ngoài", "external"),
    "perimeter": Words("biên", "perimeter"),
    "dmz": Words("DMZ", "DMZ"),
    "wan": Words("diện rộng", "wide area"),
    "internal": Words("nội bộ", "internal"),
    "wireless": Words("không dây", "wireless"),
    "server": Words("máy chủ", "servers"),
    "database": Words("cơ sở dữ liệu", "databases"),
    "management": Words("quản trị", "management"),
    "device_management": Words("quản trị thiết bị", "device management"),
    "ot": Words("điều khiển (OT)", "control (OT)"),
    None: Words("chưa kê khai vùng", "zone not declared"),
}

SECRECY: Mapping[str, Words] = {
    "mat": Words("mật", "confidential (mật)"),
    "toi_mat": Words("tối mật", "secret (tối mật)"),
    "tuyet_mat": Words("tuyệt mật", "top secret (tuyệt mật)"),
}

CHAPTER: Mapping[str, Words] = {
    "not_told": Words("Kết quả này không kèm dữ liệu kê khai về mạng.",
                      "This result does not hold what was declared about the network."),
    "no_segments": Words("Chưa kê khai phân đoạn mạng nào.", "No segment is declared."),
    # Zone map
    "map": Words("Sơ đồ vùng mạng", "Zone map"),
    "map_note": Words("Khung lớn là địa điểm, ô trong khung là vùng hoặc phân đoạn. Mỗi đường dọc là một thiết bị nối các ô "
                      "có chấm tròn; chỗ cắt không có chấm thì không nối. Số trên đường là số trong bảng Các đường nối; "
                      "số bên phải trong ô là cấp độ.",
                      "A large frame is a site, a box within it a zone or a segment. A vertical line is a device that joins "
                      "the boxes with a dot; where lines cross without a dot, nothing is joined. The number on a line is "
                      "its number in the table Connections; the number on the right of a box is its level."),
    "map_name": Words("Sơ đồ vùng mạng; nội dung như hai bảng bên dưới",
                      "Zone map; it says what the two tables below say"),
    "sheet_name": Words("Sơ đồ vùng mạng, phần {n} trên {all}", "Zone map, part {n} of {all}"),
    "sheets_note": Words("Phần {n} trên {all}. Đường nối đi ra ở mép trên sang phần khác mang cùng một số ở cả hai phần.",
                         "Part {n} of {all}. A line that leaves for another part at the top has the same number on both."),
    "grain_system": Words("Mỗi ô là một phân đoạn, trong ô là hệ thống.", "Each box is a segment with its systems."),
    "grain_segment": Words("Đã gộp: mỗi ô là một phân đoạn, hệ thống chỉ ghi số lượng (quá {most} ô).",
                           "Aggregated: each box is a segment, systems are only counted (more than {most} boxes)."),
    "grain_zone": Words("Đã gộp: mỗi ô là một vùng của một địa điểm, {boxes} ô cho {segments} phân đoạn (quá {most} ô).",
                        "Aggregated: each box is a zone of a site, {boxes} boxes for {segments} segments "
                        "(more than {most} boxes)."),
    "grain_site": Words("Đã gộp: mỗi ô là một địa điểm, {boxes} ô cho {segments} phân đoạn (quá {most} ô).",
                        "Aggregated: each box is a site, {boxes} boxes for {segments} segments (more than {most} boxes)."),
    "key_gateway": Words("cổng kết nối", "gateway"),
    "key_link": Words("đường truyền không lọc", "unfiltered link"),
    "key_host": Words("máy nối nhiều vùng", "host in several zones"),
    "key_bad": Words("✖ nét đậm: vi phạm", "✖ thick line: violation"),
    "wires_left": Words("Không vẽ {n} đường nối khác.", "{n} other connections are not drawn."),
    "inside": Words("Không vẽ {n} thiết bị nối trong cùng một vùng.", "{n} devices within one zone are not drawn."),
    "no_site": Words("chưa kê khai địa điểm", "site not declared"),
    "other_sites": Words("{n} địa điểm khác", "{n} other sites"),
    "segment_count": Words("{n} phân đoạn", "{n} segments"),
    "segment_one": Words("1 phân đoạn", "1 segment"),
    "system_count": Words("{n} hệ thống", "{n} systems"),
    "system_one": Words("1 hệ thống", "1 system"),
    "level_is": Words("cấp độ {n}", "level {n}"),
    "violated": Words("vi phạm", "violated"),
    "violations": Words("Vi phạm", "Violations"),
    "no_violation": Words("không", "none"),
    "boxes": Words("Địa điểm và vùng mạng", "Sites and zones"),
    "site": Words("Địa điểm", "Site"),
    "content": Words("Phân đoạn theo vùng", "Segments by zone"),
    "wires": Words("Các đường nối", "Connections"),
    "no_wires": Words("Không có thiết bị nào nối các vùng khác nhau.", "No device joins different zones."),
    "number": Words("Số", "No."),
    "device": Words("Thiết bị", "Device"),
    "joins": Words("Nối", "Joins"),
    "more": Words("và {n} nữa", "and {n} more"),
    # Conduits
    "matrix": Words("Ma trận kết nối giữa các vùng", "Conduits, zone by zone"),
    "matrix_note": Words("Hàng là vùng mở kết nối, cột là vùng được kết nối tới. ■ số cổng kết nối có chính sách; "
                         "╌ số thiết bị không lọc; ✖ ô có vi phạm, kèm mã quy tắc; · không có lối đi.",
                         "Rows are the zones that open a conversation, columns those that are reached. ■ gateways with a "
                         "policy; ╌ devices that filter nothing; ✖ a cell with violations and their rules; · no way."),
    "zones_left": Words("Không trình bày {n} vùng khác.", "{n} other zones are not shown."),
    "no_conduits": Words("Không có lối đi nào giữa các vùng.", "No zone leads into another."),
    "from_to": Words("Từ \\ Tới", "From \\ To"),
    "gateways": Words("cổng", "gateways"),
    "unfiltered": Words("không lọc", "unfiltered"),
    "conduit_findings": Words("Các ô có vi phạm", "Cells with violations"),
    # Exposures
    "exposure": Words("Mức phơi bày của phân đoạn cấp độ 4, 5 hoặc có bí mật nhà nước",
                      "Exposure of segments of level 4 or 5 or with state secrets"),
    "exposure_note": Words("Từ mạng không tin cậy gần nhất phải đi qua ít nhất bao nhiêu cổng đã phê duyệt; ít nhất xếp trước. "
                           "Các phân đoạn sau cùng những cổng ấy được ghi chung một dòng.",
                           "The least number of approved gateways on the way from the nearest untrusted network; "
                           "fewest first. Segments behind the same gateways share a row."),
    "no_exposures": Words("Không có phân đoạn nào thuộc diện này.", "There is no such segment."),
    "segment": Words("Phân đoạn", "Segment"),
    "crossings": Words("Số cổng", "Gateways"),
    "through": Words("Qua các cổng đã phê duyệt", "Past these approved gateways"),
    "segments_behind": Words("Phân đoạn phía sau", "Segments behind them"),
    "way": Words("Đường ngắn nhất (■ cổng được tính)", "Shortest way (■ gateway that counts)"),
    "exposures_left": Words("Không liệt kê {n} phân đoạn có từ {low} cổng trở lên.",
                            "{n} segments behind {low} or more gateways are not listed."),
    "unreached": Words("Không có đường từ mạng không tin cậy tới {n} phân đoạn", "No way leads from an untrusted network to these segments ({n})"),
    "unguarded": Words("không cổng nào", "no gateway"),
}  # fmt: skip
