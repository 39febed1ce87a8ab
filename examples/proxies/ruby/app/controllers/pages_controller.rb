# The platform's pages.

class PagesController < ActionController::Base
  protect_from_forgery with: :exception

  def payments
    @seller = session[:seller]
    @dashboards = Settings::DASHBOARDS
    render @seller ? "payments" : "sign_in", layout: "application"
  end

  def sign_in
    return head(:bad_request) unless Settings::SELLERS.key?(params[:seller])

    # A session from before the sign-in could be somebody else's.
    reset_session
    session[:seller] = params[:seller]
    redirect_to "/", status: :see_other
  end

  def sign_out
    reset_session
    redirect_to "/", status: :see_other
  end
end
