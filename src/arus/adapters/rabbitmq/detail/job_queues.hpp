// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/detail/link.hpp"

namespace arus::rabbitmq::detail {

/// Makes every queue for jobs, or finds it as it was made; Failure where the broker refuses one.
void declare_job_queues(Link& link);

}  // namespace arus::rabbitmq::detail
