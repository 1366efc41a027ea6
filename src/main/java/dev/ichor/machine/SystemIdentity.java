package dev.ichor.machine;

import dev.ichor.base.SystemUuid;
import java.util.Optional;

/**
 * What the SMBIOS tables say of the machine (DMTF DSP0134 types 1, 2 and 3). Texts are trimmed; vendor fillers such as
 * "To be filled by O.E.M." become the empty text.
 *
 * @param uuid          as stored, placeholder or not; absent if the table has none
 * @param manufacturer  type 1
 * @param product       type 1
 * @param serial        type 1
 * @param sku           type 1
 * @param boardSerial   type 2
 * @param chassisSerial type 3
 * @param assetTag      type 3
 */
public record SystemIdentity(Optional<SystemUuid> uuid, String manufacturer, String product, String serial, String sku,
                             String boardSerial, String chassisSerial, String assetTag) {
}
