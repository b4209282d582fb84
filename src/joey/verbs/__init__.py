"""What joey does: each verb joins the rooms."""
